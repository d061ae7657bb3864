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

test_users as (

    {{ seed_rows('test_users') }}

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
    union distinct
    select
        {{ dbt.concat(["'id:'", 'lower(institutional_id)']) }} as user_identifier,
        'test' as role
    from test_users

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

-- Employers and customers name many who never learn anything.
seen_learning as (

    select distinct vault.learner_id
    from vault
    inner join identifiers
        on vault.identifier = identifiers.identifier
    where {{ is_true('identifiers.is_of_learning') }}

),

judged as (

    select
        known.learner_id,
        {{ as_boolean('seen_learning.learner_id is not null') }} as is_seen_learning,
        case
            when roles.test_roles = 1 then 'test'
            when roles.learner_roles = 1 then 'learner'
            when roles.staff_roles = 1 then 'staff'
            when roles.other_roles = 1 then 'other'
        end as person_kind
    from known
    left join roles
        on known.learner_id = roles.learner_id
    left join seen_learning
        on known.learner_id = seen_learning.learner_id

)

select
    learner_id,
    person_kind,
    -- Of whom a learning system says nothing but that they are there, they learn.
    {{ as_boolean(
        "coalesce(person_kind = 'learner', " ~ is_true('is_seen_learning') ~ ")"
    ) }} as is_learner
from judged
