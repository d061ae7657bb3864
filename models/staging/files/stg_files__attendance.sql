{{ config(enabled=uses('files'), schema='pii') }}

with attendance as (

    {{ latest_records('files', 'attendance', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['meeting_id', ['_request', 'meeting_id'], 'text'],
        ['attendee_role', ['_request', 'attendee_role'], 'text'],
        ['joined_at', ['_request', 'joined_at'], 'timestamp'],
        ['left_at', ['_request', 'left_at'], 'timestamp'],
        ['stated_seconds', ['_request', 'stated_seconds'], 'float'],
    ]) }}

)

select
    source_id,
    {{ entity_key('attendance', 'record_key') }} as attendance_key,
    {{ entity_key('meeting', 'meeting_id') }} as meeting_key,
    {{ person_identifier() }} as user_identifier,
    {{ known_word('attendee_role', ['host', 'attendee']) }} as attendee_role,
    joined_at,
    left_at,
    stated_seconds
from attendance
