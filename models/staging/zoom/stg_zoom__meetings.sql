{{ config(enabled=uses('zoom')) }}

with reported_sessions as (

    {{ latest_records('zoom', 'meetings', [
        ['session_uuid', ['uuid'], 'text'],
        ['meeting_number', ['id'], 'text'],
        ['topic', ['topic'], 'text'],
        ['starts_at', ['start_time'], 'timestamp'],
        ['ends_at', ['end_time'], 'timestamp'],
    ]) }}

),

instances as (

    {{ latest_records('zoom', 'instances', [
        ['session_uuid', ['uuid'], 'text'],
        ['meeting_number', ['_request', 'id'], 'text'],
        ['starts_at', ['start_time'], 'timestamp'],
    ]) }}

),

-- The report leaves out sessions with fewer than two participants.
unreported_sessions as (

    select instances.*
    from instances
    left join reported_sessions
        on instances.source_id = reported_sessions.source_id
        and instances.session_uuid = reported_sessions.session_uuid
    where reported_sessions.session_uuid is null

),

sessions as (

    select
        source_id,
        session_uuid,
        meeting_number,
        topic,
        starts_at,
        ends_at
    from reported_sessions
    union all
    select
        source_id,
        session_uuid,
        meeting_number,
        {{ unknown('string') }} as topic,
        starts_at,
        {{ unknown('timestamp') }} as ends_at
    from unreported_sessions

)

select
    source_id,
    {{ entity_key('meeting', 'session_uuid') }} as meeting_key,
    {{ entity_key('series', 'meeting_number') }} as series_key,
    {{ unknown('string') }} as course_key,
    topic as meeting_name,
    starts_at,
    ends_at
from sessions
where session_uuid is not null
