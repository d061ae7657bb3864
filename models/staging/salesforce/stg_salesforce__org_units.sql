{{ config(enabled=uses('salesforce')) }}

with accounts as (

    {{ latest_records('salesforce', 'accounts', [
        ['account_id', ['Id'], 'text'],
        ['parent_id', ['ParentId'], 'text'],
        ['name', ['Name'], 'text'],
        ['type', ['Type'], 'text'],
    ]) }}

)

-- A deleted account stays, because its people may have learned something.
select
    source_id,
    {{ entity_key('account', 'account_id') }} as org_unit_key,
    {{ entity_key('account', 'parent_id') }} as parent_org_unit_key,
    name as org_unit_name,
    coalesce(type, 'account') as org_unit_kind
from accounts
where account_id is not null
