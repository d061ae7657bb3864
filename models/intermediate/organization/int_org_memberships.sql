with org_memberships as (

    select * from {{ ref('int_org_memberships__unioned') }}

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

)

select
    org_memberships.source_system,
    org_memberships.source_id,
    org_memberships.membership_key,
    learner_vault.learner_id,
    org_memberships.org_unit_key,
    managers.learner_id as manager_id,
    org_memberships.membership_kind,
    org_memberships.starts_on,
    org_memberships.ends_on
from org_memberships
left join learner_vault
    on org_memberships.user_identifier = learner_vault.identifier
left join learner_vault as managers
    on org_memberships.manager_identifier = managers.identifier
