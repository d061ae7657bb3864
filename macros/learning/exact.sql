{#- Sums and means that do not depend on the order of rows: floating-point sums do, decimal sums do not. -#}
{% macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 6))) as double precision)
{%- endmacro %}

{% macro exact_mean(expression) -%}
    cast(sum(cast({{ expression }} as decimal(28, 6))) as double precision) / nullif(count({{ expression }}), 0)
{%- endmacro %}
