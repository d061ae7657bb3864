with memberships as (

    select * from {{ ref('int_org_memberships') }}
    where learner_id is not null

)

select
    membership_key as org_membership_id,
    source_system,
    source_id,
    learner_id,
    org_unit_key as org_unit_id,
    manager_id,
    membership_kind,
    starts_on as starts_date,
    ends_on as ends_date
from memberships
