{% macro is_true(column) %}
    {{ return(adapter.dispatch('is_true', 'learning_marts')(column)) }}
{% endmacro %}

{% macro default__is_true(column) -%}
    {{ column }}
{%- endmacro %}

{#- T-SQL has bits in place of boolean values. -#}
{% macro fabric__is_true(column) -%}
    {{ column }} = 1
{%- endmacro %}
