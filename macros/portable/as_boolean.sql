{% macro as_boolean(condition) %}
    {{ return(adapter.dispatch('as_boolean', 'learning_marts')(condition)) }}
{% endmacro %}

{% macro default__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{#- T-SQL has bits in place of boolean values. -#}
{% macro fabric__as_boolean(condition) -%}
    cast(case when {{ condition }} then 1 when not ({{ condition }}) then 0 end as bit)
{%- endmacro %}
