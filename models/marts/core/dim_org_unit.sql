with units as (

    select * from {{ ref('int_org_units') }}

)

select
    org_unit_key as org_unit_id,
    source_system,
    source_id,
    parent_org_unit_key as parent_org_unit_id,
    top_org_unit_key as top_org_unit_id,
    org_unit_name,
    org_unit_kind,
    path,
    depth
from units
