{% macro whole_sum(expression) -%}
    cast(sum({{ expression }}) as {{ dbt.type_bigint() }})
{%- endmacro %}

{% macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 9))) as {{ double_type() }})
{%- endmacro %}

{% macro exact_mean(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 9))) as {{ double_type() }}) / nullif(count({{ expression }}), 0)
{%- endmacro %}
