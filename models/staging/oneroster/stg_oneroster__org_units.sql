{{ config(enabled=uses('oneroster')) }}

with orgs as (

    {{ latest_records('oneroster', 'orgs', [
        ['org_id', ['sourcedId'], 'text'],
        ['name', ['name'], 'text'],
        ['type', ['type'], 'text'],
        ['parent_id', ['parent', 'sourcedId'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('org', 'org_id') }} as org_unit_key,
    {{ entity_key('org', 'parent_id') }} as parent_org_unit_key,
    name as org_unit_name,
    type as org_unit_kind
from orgs
where org_id is not null
