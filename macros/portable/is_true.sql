{% macro is_true(column) %}
    {{ return(adapter.dispatch('is_true', 'learning_marts')(column)) }}
{% endmacro %}

{% macro default__is_true(column) %}
    {{ exceptions.raise_compiler_error("is_true has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/is_true.sql") }}
{% endmacro %}

{% macro duckdb__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{% macro spark__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{% macro postgres__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{% macro bigquery__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{% macro snowflake__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{% macro redshift__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{#- T-SQL has no boolean values, only bits. -#}
{% macro fabric__is_true(column) -%}
    {{ column }} = 1
{%- endmacro %}
