with enrollment_versions as (

    select * from {{ ref('int_enrollment_versions') }}

)

select
    source_system,
    source_id,
    enrollment_key,
    learner_id,
    course_id,
    course_run_id,
    section_key,
    role,
    enrollment_mode,
    status,
    starts_at,
    ends_at,
    changed_at
from enrollment_versions
where versions_after = 0
