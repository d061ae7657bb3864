{#- True where two values differ or only one of them is NULL, as a condition. -#}
{% macro distinct_from(left, right) %}
    {{ return(adapter.dispatch('distinct_from', 'learning_marts')(left, right)) }}
{% endmacro %}

{% macro default__distinct_from(left, right) %}
    {{ exceptions.raise_compiler_error("distinct_from has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/distinct_from.sql") }}
{% endmacro %}

{% macro duckdb__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}

{% macro spark__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}

{% macro postgres__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}

{% macro bigquery__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}

{% macro snowflake__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}

{% macro redshift__distinct_from(left, right) -%}
    ({{ left }} <> {{ right }} or ({{ left }} is null and {{ right }} is not null) or ({{ left }} is not null and {{ right }} is null))
{%- endmacro %}

{% macro fabric__distinct_from(left, right) -%}
    {{ left }} is distinct from {{ right }}
{%- endmacro %}
