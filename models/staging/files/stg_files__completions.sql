{{ config(enabled=uses('files'), schema='pii') }}

with completions as (

    {{ latest_records('files', 'completions', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['activity_id', ['_request', 'activity_id'], 'text'],
        ['is_completed', ['_request', 'is_completed'], 'text'],
        ['progress_share', ['_request', 'progress_share'], 'float'],
        ['completed_at', ['_request', 'completed_at'], 'timestamp'],
    ]) }}

)

select
    source_id,
    {{ entity_key('completion', 'record_key') }} as completion_key,
    {{ person_identifier() }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    {{ boolean_of_text('is_completed') }} as is_completed,
    progress_share,
    completed_at
from completions
