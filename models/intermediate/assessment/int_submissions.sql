-- What learners did, or have yet to do, about something to hand in.
with records as (

    select * from {{ ref('int_submissions__unioned') }}

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
    records.submission_key,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.attempt_number,
    records.status,
    records.submitted_at,
    records.graded_at,
    records.due_at,
    records.score_raw,
    records.score_max,
    records.is_excused
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
