{% macro double_type() %}
    {{ return(adapter.dispatch('double_type', 'learning_marts')()) }}
{% endmacro %}

{% macro default__double_type() -%}
    double precision
{%- endmacro %}

{% macro spark__double_type() -%}
    double
{%- endmacro %}

{% macro bigquery__double_type() -%}
    float64
{%- endmacro %}

{% macro fabric__double_type() -%}
    float
{%- endmacro %}
