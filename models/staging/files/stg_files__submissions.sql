{{ config(enabled=uses('files'), schema='pii') }}

with submissions as (

    {{ latest_records('files', 'submissions', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['activity_id', ['_request', 'activity_id'], 'text'],
        ['attempt_number', ['_request', 'attempt_number'], 'bigint'],
        ['status', ['_request', 'status'], 'text'],
        ['submitted_at', ['_request', 'submitted_at'], 'timestamp'],
        ['graded_at', ['_request', 'graded_at'], 'timestamp'],
        ['due_at', ['_request', 'due_at'], 'timestamp'],
        ['score_raw', ['_request', 'score_raw'], 'float'],
        ['score_max', ['_request', 'score_max'], 'float'],
        ['is_excused', ['_request', 'is_excused'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('submission', 'record_key') }} as submission_key,
    {{ person_identifier() }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    attempt_number,
    {{ known_word('status', ['unsubmitted', 'submitted', 'graded', 'returned']) }} as status,
    submitted_at,
    graded_at,
    due_at,
    score_raw,
    score_max,
    {{ boolean_of_text('is_excused') }} as is_excused
from submissions
