{% macro boolean_value(value) %}
    {{ return(adapter.dispatch('boolean_value', 'learning_marts')(value)) }}
{% endmacro %}

{% macro default__boolean_value(value) -%}
    {{ 'true' if value else 'false' }}
{%- endmacro %}

{% macro fabric__boolean_value(value) -%}
    cast({{ 1 if value else 0 }} as bit)
{%- endmacro %}
