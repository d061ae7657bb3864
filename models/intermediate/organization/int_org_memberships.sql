-- Who belongs where, and under whom.
with memberships as (

    select * from {{ ref('int_org_memberships__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

)

select
    memberships.source_system,
    memberships.source_id,
    memberships.membership_key,
    vault.learner_id,
    memberships.org_unit_key,
    managers.learner_id as manager_id,
    memberships.membership_kind,
    memberships.starts_on,
    memberships.ends_on
from memberships
left join vault
    on memberships.user_identifier = vault.identifier
left join vault as managers
    on memberships.manager_identifier = managers.identifier
