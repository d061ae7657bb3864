-- The parts of organizations, each with its way from the top.
{% set most_levels = 10 %}

with units as (

    select * from {{ ref('int_org_units__unioned') }}

),

level_0 as (

    select
        units.org_unit_key,
        units.org_unit_key as top_org_unit_key,
        cast(units.org_unit_key as {{ dbt.type_string() }}) as path,
        0 as depth
    from units
    left join units as parents
        on units.parent_org_unit_key = parents.org_unit_key
    where parents.org_unit_key is null

),

{% for level in range(1, most_levels) -%}
level_{{ level }} as (

    select
        units.org_unit_key,
        level_{{ level - 1 }}.top_org_unit_key,
        {{ dbt.concat(['level_' ~ (level - 1) ~ '.path', "' > '", 'units.org_unit_key']) }} as path,
        {{ level }} as depth
    from units
    inner join level_{{ level - 1 }}
        on units.parent_org_unit_key = level_{{ level - 1 }}.org_unit_key

),

{% endfor -%}
placed as (

    {% for level in range(most_levels) -%}
    select * from level_{{ level }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    units.source_system,
    units.source_id,
    units.org_unit_key,
    units.parent_org_unit_key,
    placed.top_org_unit_key,
    placed.path,
    placed.depth,
    units.org_unit_name,
    units.org_unit_kind
from units
left join placed
    on units.org_unit_key = placed.org_unit_key
