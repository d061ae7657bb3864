-- Loads land the same state again and again; only a state that differs in status or role is a change.
with enrollment_versions as (

    select * from {{ ref('int_enrollment_versions') }}

),

consecutive_versions as (

    select
        enrollment_versions.*,
        lag(status) over (
            partition by source_system, enrollment_key order by load_id, record_number
        ) as previous_status,
        lag(role) over (partition by source_system, enrollment_key order by load_id, record_number) as previous_role,
        row_number() over (
            partition by source_system, enrollment_key order by load_id, record_number
        ) as version_number
    from enrollment_versions

)

select
    source_system,
    source_id,
    enrollment_key,
    learner_id,
    course_id,
    course_run_id,
    version_number,
    previous_status,
    status,
    previous_role,
    role,
    enrollment_mode,
    -- A change without a stated time happened at the latest when the record was read.
    coalesce(changed_at, extracted_at) as changed_at,
    {{ as_boolean('changed_at is not null') }} as is_time_stated,
    load_id
from consecutive_versions
where version_number = 1
    or coalesce(status, '') <> coalesce(previous_status, '')
    or coalesce(role, '') <> coalesce(previous_role, '')
