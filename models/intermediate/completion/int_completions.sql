-- How far learners came, as their systems say.
with records as (

    select * from {{ ref('int_completions__unioned') }}

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
    records.completion_key,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.is_completed,
    records.progress_share,
    records.completed_at
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
