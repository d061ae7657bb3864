-- Contributions to discussions of every system.
with records as (

    select * from {{ ref('int_posts__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

),

courses as (

    select * from {{ ref('int_course_keys') }}

)

select
    records.source_system,
    records.source_id,
    records.post_key,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.parent_post_key,
    records.posted_at,
    records.words,
    records.is_deleted
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
