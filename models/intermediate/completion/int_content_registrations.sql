-- Registrations for packages of content that their systems report on; those of cmi5 come from statements.
with records as (

    select * from {{ ref('int_content_registrations__unioned') }}

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
    records.registration_key,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.is_completed,
    records.is_passed,
    records.score_scaled,
    records.total_seconds,
    records.launches,
    records.started_at,
    records.completed_at,
    records.last_at
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
