{{ config(enabled=uses('files'), schema='pii') }}

with enrollments as (

    {{ all_records('files', 'enrollments', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['section_id', ['_request', 'section_id'], 'text'],
        ['role', ['_request', 'role'], 'text'],
        ['enrollment_mode', ['_request', 'enrollment_mode'], 'text'],
        ['status', ['_request', 'status'], 'text'],
        ['starts_at', ['_request', 'starts_at'], 'timestamp'],
        ['ends_at', ['_request', 'ends_at'], 'timestamp'],
        ['changed_at', ['_request', 'changed_at'], 'timestamp'],
    ]) }}

)

select
    source_id,
    {{ entity_key('enrollment', 'record_key') }} as enrollment_key,
    {{ person_identifier() }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('section', 'section_id') }} as section_key,
    {{ known_word('role', ['learner', 'teacher', 'assistant', 'designer', 'observer', 'test', 'other']) }} as role,
    lower(enrollment_mode) as enrollment_mode,
    {{ known_word('status', [
        'invited', 'active', 'completed', 'withdrawn', 'suspended', 'deleted', 'rejected',
    ]) }} as status,
    starts_at,
    ends_at,
    changed_at,
    extracted_at,
    load_id,
    record_number
from enrollments
