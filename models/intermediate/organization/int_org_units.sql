-- The parts of organizations, each with its way from the top.
with units as (

    select * from {{ ref('int_org_units__unioned') }}

),

-- noqa: disable=LT02
{% call(level, above) walk('placed', levels=10) %}
    select
        units.org_unit_key,
        {% if level == 1 -%}
        units.org_unit_key as top_org_unit_key,
        cast(units.org_unit_key as {{ dbt.type_string() }}) as path,
        {%- else -%}
        above.top_org_unit_key,
        {{ dbt.concat(['above.path', "' > '", 'units.org_unit_key']) }} as path,
        {%- endif %}
        {{ level - 1 }} as depth
    from units
    {% if level == 1 -%}
    left join units as parents
        on units.parent_org_unit_key = parents.org_unit_key
    where parents.org_unit_key is null
    {%- else -%}
    inner join {{ above }} as above
        on units.parent_org_unit_key = above.org_unit_key
    {%- endif %}
{% endcall %}

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
