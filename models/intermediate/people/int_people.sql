-- Everybody whom any system knows, and whether they are learners: by what their accounts and enrollments say of them.
{{ config(materialized='table') }}

with vault as (

    select * from {{ ref('learner_vault') }}

),

identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

people as (

    select * from {{ ref('int_people__unioned') }}

),

enrollments as (

    select * from {{ ref('int_enrollment_versions__unioned') }}

),

said as (

    select
        user_identifier,
        person_role as role
    from people
    where person_role is not null
    union distinct
    select
        user_identifier,
        role
    from enrollments
    where role is not null

),

roles as (

    select
        vault.learner_id,
        max(case when said.role = 'test' then 1 else 0 end) as test_roles,
        max(case when said.role = 'learner' then 1 else 0 end) as learner_roles,
        max(case when said.role in ('staff', 'teacher', 'assistant', 'designer') then 1 else 0 end) as staff_roles,
        max(case when said.role in ('observer', 'other') then 1 else 0 end) as other_roles
    from said
    inner join vault
        on said.user_identifier = vault.identifier
    group by vault.learner_id

),

known as (

    select distinct vault.learner_id
    from vault
    inner join identifiers
        on vault.identifier = identifiers.identifier

),

judged as (

    select
        known.learner_id,
        case
            when roles.test_roles = 1 then 'test'
            when roles.learner_roles = 1 then 'learner'
            when roles.staff_roles = 1 then 'staff'
            when roles.other_roles = 1 then 'other'
        end as person_kind
    from known
    left join roles
        on known.learner_id = roles.learner_id

)

select
    learner_id,
    person_kind,
    -- Of whom no system says what they are, they may learn.
    {{ as_boolean("coalesce(person_kind, 'learner') = 'learner'") }} as is_learner
from judged
