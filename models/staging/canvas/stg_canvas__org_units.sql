{{ config(enabled=uses('canvas')) }}

with accounts as (

    {{ latest_records('canvas', 'accounts', [
        ['account_id', ['id'], 'text'],
        ['name', ['name'], 'text'],
        ['parent_account_id', ['parent_account_id'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('account', 'account_id') }} as org_unit_key,
    {{ entity_key('account', 'parent_account_id') }} as parent_org_unit_key,
    name as org_unit_name,
    case when parent_account_id is null then 'account' else 'sub_account' end as org_unit_kind
from accounts
where account_id is not null
