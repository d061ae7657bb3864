{#- Common table expressions that follow a tree from its roots down: <name>_1, <name>_2, ... and <name>, all of them
    together. The caller writes the query of a level and gets its number and the name of the level above:
    {% call(level, above) walk('parts', levels=8) %} select ... {% endcall %}. No recursive query does this on every
    engine. A test must fail where a tree is deeper than the levels: reaches_every_child does. -#}
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
