{{ config(enabled=uses('oneroster'), schema='pii') }}

with enrollments as (

    {{ all_records('oneroster', 'enrollments', [
        ['enrollment_id', ['sourcedId'], 'text'],
        ['status', ['status'], 'text'],
        ['changed_at', ['dateLastModified'], 'timestamp'],
        ['role', ['role'], 'text'],
        ['begin_date', ['beginDate'], 'timestamp'],
        ['end_date', ['endDate'], 'timestamp'],
        ['user_id', ['user', 'sourcedId'], 'text'],
        ['class_id', ['class', 'sourcedId'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('enrollment', 'enrollment_id') }} as enrollment_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'class_id') }} as course_key,
    {{ unknown('string') }} as section_key,
    case
        when role = 'student' then 'learner'
        when role = 'teacher' then 'teacher'
        when role in ('aide', 'proctor') then 'assistant'
        when role is not null then 'other'
    end as role,
    {{ unknown('string') }} as enrollment_mode,
    -- A soft delete says that the enrollment has ended, but not why.
    case when status = 'tobedeleted' then 'deleted' when status is not null then 'active' end as status,
    begin_date as starts_at,
    end_date as ends_at,
    changed_at,
    extracted_at,
    load_id,
    record_number
from enrollments
where enrollment_id is not null
