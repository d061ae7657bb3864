-- Every state of an enrollment that was landed, in the order of landing.
with versions as (

    select * from {{ ref('int_enrollment_versions__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

),

courses as (

    select * from {{ ref('int_course_keys') }}

)

select
    versions.source_system,
    versions.source_id,
    versions.enrollment_key,
    vault.learner_id,
    coalesce(courses.course_id, versions.course_key) as course_id,
    coalesce(courses.course_run_id, versions.course_key) as course_run_id,
    versions.section_key,
    versions.role,
    versions.enrollment_mode,
    versions.status,
    versions.starts_at,
    versions.ends_at,
    versions.changed_at,
    versions.extracted_at,
    versions.load_id,
    versions.record_number,
    row_number() over (
        partition by versions.source_system, versions.enrollment_key
        order by versions.load_id desc, versions.record_number desc
    ) - 1 as versions_after
from versions
left join vault
    on versions.user_identifier = vault.identifier
left join courses
    on versions.course_key = courses.native_course
