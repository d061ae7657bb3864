{% macro as_boolean(condition) %}
    {{ return(adapter.dispatch('as_boolean', 'learning_marts')(condition)) }}
{% endmacro %}

{% macro default__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{#- T-SQL has no boolean values, only bits. -#}
{% macro fabric__as_boolean(condition) -%}
    cast(case when {{ condition }} then 1 when not ({{ condition }}) then 0 end as bit)
{%- endmacro %}
