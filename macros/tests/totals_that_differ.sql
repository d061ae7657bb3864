{#- `pairs` are (name, relation, expression, other relation, other expression). Conditions go into the expressions. -#}
{% macro totals_that_differ(pairs) -%}
    {%- for name, relation, expression, other_relation, other_expression in pairs %}
    select
        '{{ name }}' as total,
        expected.total as expected,
        found.total as found
    from (select cast({{ expression }} as {{ double_type() }}) as total from {{ relation }}) as expected
    cross join (select cast({{ other_expression }} as {{ double_type() }}) as total from {{ other_relation }}) as found
    where abs(coalesce(expected.total, 0) - coalesce(found.total, 0)) > 0.001
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
