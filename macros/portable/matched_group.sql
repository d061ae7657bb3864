{% macro matched_group(text, pattern, group) %}
    {{ return(adapter.dispatch('matched_group', 'learning_marts')(text, pattern, group)) }}
{% endmacro %}

{% macro default__matched_group(text, pattern, group) %}
    {{ exceptions.raise_compiler_error("matched_group has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/matched_group.sql") }}
{% endmacro %}

{% macro duckdb__matched_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}

{% macro spark__matched_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', {{ group }}), '')
{%- endmacro %}

{% macro postgres__matched_group(text, pattern, group) -%}
    nullif((regexp_match({{ text }}, '{{ pattern }}'))[{{ group }}], '')
{%- endmacro %}

{% macro bigquery__matched_group(text, pattern, group) -%}
    {%- if group != 1 -%}
        {{ exceptions.raise_compiler_error("matched_group finds only group 1 on bigquery: write the pattern with one group") }}
    {%- endif -%}
    nullif(regexp_extract({{ text }}, r'{{ pattern }}'), '')
{%- endmacro %}

{% macro snowflake__matched_group(text, pattern, group) -%}
    nullif(regexp_substr({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', 1, 1, 'e', {{ group }}), '')
{%- endmacro %}

{% macro redshift__matched_group(text, pattern, group) -%}
    {%- if group != 1 -%}
        {{ exceptions.raise_compiler_error("matched_group finds only group 1 on redshift: write the pattern with one group") }}
    {%- endif -%}
    nullif(regexp_substr({{ text }}, '{{ pattern | replace('\\', '\\\\') }}', 1, 1, 'pe'), '')
{%- endmacro %}

{% macro fabric__matched_group(text, pattern, group) -%}
    nullif(regexp_substr({{ text }}, '{{ pattern }}', 1, 1, 'c', {{ group }}), '')
{%- endmacro %}
