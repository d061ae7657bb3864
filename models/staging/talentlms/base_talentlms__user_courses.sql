{{ config(enabled=uses('talentlms'), schema='pii') }}

with user_details as (

    {{ all_records('talentlms', 'user_details', [
        ['user_id', ['id'], 'text'],
        ['courses', ['courses'], 'json'],
    ]) }}

),

course_elements as (

    {{ json_each('user_details', 'courses', ['source_id', 'user_id', 'extracted_at', 'load_id', 'record_number']) }}

),

courses as (

    {{ json_fields('course_elements', 'element', ['source_id', 'user_id', 'extracted_at', 'load_id', 'record_number'], [
        ['course_id', ['id'], 'string'],
        ['role', ['role'], 'string'],
        ['enrolled_seconds', ['enrolled_on_timestamp'], 'string'],
        ['completed_seconds', ['completed_on_timestamp'], 'string'],
        ['expired_seconds', ['expired_on_timestamp'], 'string'],
    ]) }}

)

select
    source_id,
    user_id,
    course_id,
    {{ dbt.concat(['user_id', "'/'", 'course_id']) }} as enrollment_id,
    role,
    {{ epoch_timestamp('enrolled_seconds') }} as enrolled_at,
    {{ epoch_timestamp('completed_seconds') }} as completed_at,
    {{ epoch_timestamp('expired_seconds') }} as expired_at,
    extracted_at,
    load_id,
    record_number
from courses
where course_id is not null
