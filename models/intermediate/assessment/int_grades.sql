-- Grades of every grade book; those of a whole course name no activity.
with records as (

    select * from {{ ref('int_grades__unioned') }}

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
    records.grade_key,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.grade_text,
    records.score_raw,
    records.score_max,
    records.is_passed,
    records.is_final,
    records.graded_at
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
