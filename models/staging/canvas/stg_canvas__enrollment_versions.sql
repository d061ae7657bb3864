{{ config(enabled=uses('canvas'), schema='pii') }}

with enrollments as (

    select * from {{ ref('base_canvas__enrollments') }}

)

select
    source_id,
    {{ entity_key('enrollment', 'enrollment_id') }} as enrollment_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('section', 'section_id') }} as section_key,
    case
        when enrollment_type = 'StudentEnrollment' then 'learner'
        when enrollment_type = 'TeacherEnrollment' then 'teacher'
        when enrollment_type = 'TaEnrollment' then 'assistant'
        when enrollment_type = 'DesignerEnrollment' then 'designer'
        when enrollment_type = 'ObserverEnrollment' then 'observer'
        when enrollment_type = 'StudentViewEnrollment' then 'test'
        when enrollment_type is not null then 'other'
    end as role,
    -- A role that the institution defined, such as auditor, is a kind of enrollment.
    nullif(enrollment_role, enrollment_type) as enrollment_mode,
    -- Canvas has no state for a withdrawal: institutions deactivate or delete the enrollment of a learner who leaves.
    case
        when enrollment_state in ('invited', 'creation_pending') then 'invited'
        when enrollment_state = 'inactive' then 'suspended'
        when enrollment_state in ('active', 'completed', 'deleted', 'rejected') then enrollment_state
    end as status,
    starts_at,
    ends_at,
    changed_at,
    extracted_at,
    load_id,
    record_number
from enrollments
