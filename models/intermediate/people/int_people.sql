-- Accounts and enrollments together decide who is a learner, because no system states it for all people.
{{ config(materialized='table') }}

with learner_vault as (

    select * from {{ ref('learner_vault') }}

),

identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

people as (

    select * from {{ ref('int_people__unioned') }}

),

enrollment_versions as (

    select * from {{ ref('int_enrollment_versions__unioned') }}

),

test_users as (

    {{ seed_rows('test_users') }}

),

stated_roles as (

    select
        user_identifier,
        person_role as role
    from people
    where person_role is not null
    union distinct
    select
        user_identifier,
        role
    from enrollment_versions
    where role is not null
    union distinct
    select
        {{ dbt.concat(["'id:'", 'lower(institutional_id)']) }} as user_identifier,
        'test' as role
    from test_users

),

person_roles as (

    select
        learner_vault.learner_id,
        max(case when stated_roles.role = 'test' then 1 else 0 end) as test_roles,
        max(case when stated_roles.role = 'learner' then 1 else 0 end) as learner_roles,
        max(case
            when stated_roles.role in ('staff', 'teacher', 'assistant', 'designer') then 1
            else 0
        end) as staff_roles,
        max(case when stated_roles.role in ('observer', 'other') then 1 else 0 end) as other_roles
    from stated_roles
    inner join learner_vault
        on stated_roles.user_identifier = learner_vault.identifier
    group by learner_vault.learner_id

),

known_people as (

    select distinct learner_vault.learner_id
    from learner_vault
    inner join identifiers
        on learner_vault.identifier = identifiers.identifier

),

-- HR and customer systems contain many people who do not learn, so an entry there does not make a learner.
people_in_learning_systems as (

    select distinct learner_vault.learner_id
    from learner_vault
    inner join identifiers
        on learner_vault.identifier = identifiers.identifier
    where {{ is_true('identifiers.is_of_learning') }}

),

people_with_kinds as (

    select
        known_people.learner_id,
        {{ as_boolean('people_in_learning_systems.learner_id is not null') }} as is_seen_learning,
        case
            when person_roles.test_roles = 1 then 'test'
            when person_roles.learner_roles = 1 then 'learner'
            when person_roles.staff_roles = 1 then 'staff'
            when person_roles.other_roles = 1 then 'other'
        end as person_kind
    from known_people
    left join person_roles
        on known_people.learner_id = person_roles.learner_id
    left join people_in_learning_systems
        on known_people.learner_id = people_in_learning_systems.learner_id

)

select
    learner_id,
    person_kind,
    -- A person without any stated role counts as a learner if a learning system contains them.
    {{ as_boolean(
        "coalesce(person_kind = 'learner', " ~ is_true('is_seen_learning') ~ ")"
    ) }} as is_learner
from people_with_kinds
