-- A unit whose parent is unknown counts as a top unit, so that the units below it keep their paths.
with org_units as (

    select * from {{ ref('int_org_units__unioned') }}

),

-- noqa: disable=LT02
{% call(level, above) walk('org_unit_paths', levels=10) %}
    select
        org_units.org_unit_key,
        {% if level == 1 -%}
        org_units.org_unit_key as top_org_unit_key,
        cast(org_units.org_unit_key as {{ dbt.type_string() }}) as path,
        {%- else -%}
        above.top_org_unit_key,
        {{ dbt.concat(['above.path', "' > '", 'org_units.org_unit_key']) }} as path,
        {%- endif %}
        {{ level - 1 }} as depth
    from org_units
    {% if level == 1 -%}
    left join org_units as parents
        on org_units.parent_org_unit_key = parents.org_unit_key
    where parents.org_unit_key is null
    {%- else -%}
    inner join {{ above }} as above
        on org_units.parent_org_unit_key = above.org_unit_key
    {%- endif %}
{% endcall %}

select
    org_units.source_system,
    org_units.source_id,
    org_units.org_unit_key,
    org_units.parent_org_unit_key,
    org_unit_paths.top_org_unit_key,
    org_unit_paths.path,
    org_unit_paths.depth,
    org_units.org_unit_name,
    org_units.org_unit_kind
from org_units
left join org_unit_paths
    on org_units.org_unit_key = org_unit_paths.org_unit_key
