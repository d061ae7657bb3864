{% macro matches(text, pattern) %}
    {{ return(adapter.dispatch('matches', 'learning_marts')(text, pattern)) }}
{% endmacro %}

{% macro default__matches(text, pattern) %}
    {{ exceptions.raise_compiler_error("matches has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/matches.sql") }}
{% endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    ({{ text }} rlike '{{ pattern | replace('\\', '\\\\') }}')
{%- endmacro %}

{% macro postgres__matches(text, pattern) -%}
    ({{ text }} ~ '{{ pattern }}')
{%- endmacro %}

{% macro bigquery__matches(text, pattern) -%}
    regexp_contains({{ text }}, r'{{ pattern }}')
{%- endmacro %}

{#- Here regexp_like matches only whole texts. -#}
{% macro snowflake__matches(text, pattern) -%}
    (regexp_instr({{ text }}, '{{ pattern | replace('\\', '\\\\') }}') > 0)
{%- endmacro %}

{% macro redshift__matches(text, pattern) -%}
    (regexp_instr({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', 1, 1, 0, 'p') > 0)
{%- endmacro %}

{#- T-SQL has no boolean values, so this can stand only where a condition can. -#}
{% macro fabric__matches(text, pattern) -%}
    regexp_like({{ text }}, '{{ pattern }}')
{%- endmacro %}
