{{ config(enabled=uses('files'), schema='pii') }}

with events as (

    {{ latest_records('files', 'events', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['verb_id', ['_request', 'verb_id'], 'text'],
        ['activity_id', ['_request', 'activity_id'], 'text'],
        ['activity_type_id', ['_request', 'activity_type_id'], 'text'],
        ['activity_name', ['_request', 'activity_name'], 'text'],
        ['parent_activity_id', ['_request', 'parent_activity_id'], 'text'],
        ['attempt_id', ['_request', 'attempt_id'], 'text'],
        ['event_at', ['_request', 'event_at'], 'timestamp'],
        ['stored_at', ['_request', 'stored_at'], 'timestamp'],
        ['score_raw', ['_request', 'score_raw'], 'float'],
        ['score_max', ['_request', 'score_max'], 'float'],
        ['duration_seconds', ['_request', 'duration_seconds'], 'float'],
        ['is_success', ['_request', 'is_success'], 'text'],
        ['is_completion', ['_request', 'is_completion'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('event', 'record_key') }} as event_key,
    {{ person_identifier() }} as user_identifier,
    verb_id,
    activity_id,
    activity_type_id,
    activity_name,
    {{ entity_key('course', 'course_id') }} as course_key,
    parent_activity_id,
    attempt_id,
    event_at,
    stored_at,
    score_raw,
    score_max,
    duration_seconds,
    {{ boolean_of_text('is_success') }} as is_success,
    {{ boolean_of_text('is_completion') }} as is_completion,
    payload_hash
from events
