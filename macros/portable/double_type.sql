{% macro double_type() %}
    {{ return(adapter.dispatch('double_type', 'learning_marts')()) }}
{% endmacro %}

{% macro default__double_type() %}
    {{ exceptions.raise_compiler_error("double_type has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/double_type.sql") }}
{% endmacro %}

{% macro duckdb__double_type() -%}
    double precision
{%- endmacro %}

{% macro spark__double_type() -%}
    double
{%- endmacro %}

{% macro postgres__double_type() -%}
    double precision
{%- endmacro %}

{% macro bigquery__double_type() -%}
    float64
{%- endmacro %}

{% macro snowflake__double_type() -%}
    double precision
{%- endmacro %}

{% macro redshift__double_type() -%}
    double precision
{%- endmacro %}

{% macro fabric__double_type() -%}
    float
{%- endmacro %}
