{% macro boolean_value(value) %}
    {{ return(adapter.dispatch('boolean_value', 'learning_marts')(value)) }}
{% endmacro %}

{% macro default__boolean_value(value) %}
    {{ exceptions.raise_compiler_error("boolean_value has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/boolean_value.sql") }}
{% endmacro %}

{% macro duckdb__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro spark__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro postgres__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro bigquery__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro snowflake__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro redshift__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro fabric__boolean_value(value) -%}
    cast({{ 1 if value else 0 }} as bit)
{%- endmacro %}
