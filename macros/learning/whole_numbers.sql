{#- Not every engine has a function that generates numbers. -#}
{% macro whole_numbers(name) -%}
{{ name }}_digits as (

    {% for digit in range(10) -%}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

{{ name }} as (

    select
        ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit
        + 10000 * ten_thousands.digit as number
    from {{ name }}_digits as ones
    cross join {{ name }}_digits as tens
    cross join {{ name }}_digits as hundreds
    cross join {{ name }}_digits as thousands
    cross join {{ name }}_digits as ten_thousands

)
{%- endmacro %}
