{{ config(enabled=uses('files')) }}

with org_units as (

    {{ latest_records('files', 'org_units', [
        ['org_unit_id', ['_request', 'org_unit_id'], 'text'],
        ['parent_org_unit_id', ['_request', 'parent_org_unit_id'], 'text'],
        ['org_unit_name', ['_request', 'org_unit_name'], 'text'],
        ['org_unit_kind', ['_request', 'org_unit_kind'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('org_unit', 'org_unit_id') }} as org_unit_key,
    {{ entity_key('org_unit', 'parent_org_unit_id') }} as parent_org_unit_key,
    org_unit_name,
    org_unit_kind
from org_units
where org_unit_id is not null
