{#- Not every engine has recursive queries that do this, so each level is a CTE of its own: <name>_1, <name>_2, ..., and
    <name>, which unites them. The caller writes the query of a level and receives the number of the level and the name
    of the CTE above: {% call(level, above) walk('parts', levels=8) %} select ... {% endcall %}. Each tree needs a
    test that fails where it has more levels, such as reaches_every_child. -#}
{% macro walk(name, levels) -%}
{% for level in range(1, levels + 1) -%}
{{ name }}_{{ level }} as (
{{ caller(level, name ~ '_' ~ (level - 1)) }}
),

{% endfor -%}
{{ name }} as (

    {% for level in range(1, levels + 1) -%}
    select * from {{ name }}_{{ level }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
