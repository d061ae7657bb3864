{{ config(enabled=uses('talentlms')) }}

with branches as (

    {{ latest_records('talentlms', 'branches', [
        ['branch_id', ['id'], 'text'],
        ['name', ['name'], 'text'],
    ]) }}

),

learner_groups as (

    {{ latest_records('talentlms', 'groups', [
        ['group_id', ['id'], 'text'],
        ['name', ['name'], 'text'],
        ['branch_id', ['belongs_to_branch'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('branch', 'branch_id') }} as org_unit_key,
    {{ unknown('string') }} as parent_org_unit_key,
    name as org_unit_name,
    'branch' as org_unit_kind
from branches
where branch_id is not null
union all
select
    source_id,
    {{ entity_key('group', 'group_id') }} as org_unit_key,
    {{ entity_key('branch', 'branch_id') }} as parent_org_unit_key,
    name as org_unit_name,
    'group' as org_unit_kind
from learner_groups
where group_id is not null
