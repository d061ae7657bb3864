-- States are ordered by landing and not by the times that sources state, because those may be missing or wrong.
with enrollment_versions as (

    select * from {{ ref('int_enrollment_versions__unioned') }}

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

)

select
    enrollment_versions.source_system,
    enrollment_versions.source_id,
    enrollment_versions.enrollment_key,
    learner_vault.learner_id,
    coalesce(course_keys.course_id, enrollment_versions.course_key) as course_id,
    coalesce(course_keys.course_run_id, enrollment_versions.course_key) as course_run_id,
    enrollment_versions.section_key,
    enrollment_versions.role,
    enrollment_versions.enrollment_mode,
    enrollment_versions.status,
    enrollment_versions.starts_at,
    enrollment_versions.ends_at,
    enrollment_versions.changed_at,
    enrollment_versions.extracted_at,
    enrollment_versions.load_id,
    enrollment_versions.record_number,
    row_number() over (
        partition by enrollment_versions.source_system, enrollment_versions.enrollment_key
        order by enrollment_versions.load_id desc, enrollment_versions.record_number desc
    ) - 1 as versions_after
from enrollment_versions
left join learner_vault
    on enrollment_versions.user_identifier = learner_vault.identifier
left join course_keys
    on enrollment_versions.course_key = course_keys.native_course
