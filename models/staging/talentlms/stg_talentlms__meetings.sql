{{ config(enabled=uses('talentlms')) }}

with sessions as (

    {{ latest_records('talentlms', 'ilt_sessions', [
        ['session_id', ['id'], 'text'],
        ['unit_id', ['_request', 'unit_id'], 'text'],
        ['name', ['name'], 'text'],
        ['start_seconds', ['start_timestamp'], 'bigint'],
        ['duration_minutes', ['duration_minutes'], 'bigint'],
    ]) }}

),

units as (

    {{ latest_records('talentlms', 'units', [
        ['unit_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
    ]) }}

)

select
    sessions.source_id,
    {{ entity_key('ilt_session', 'session_id', 'sessions') }} as meeting_key,
    {{ unknown('string') }} as series_key,
    {{ entity_key('course', 'course_id', 'units') }} as course_key,
    sessions.name as meeting_name,
    {{ epoch_timestamp('cast(sessions.start_seconds as ' ~ dbt.type_string() ~ ')') }} as starts_at,
    {{ epoch_timestamp(
        'cast(sessions.start_seconds + 60 * sessions.duration_minutes as ' ~ dbt.type_string() ~ ')'
    ) }} as ends_at
from sessions
left join units
    on sessions.source_id = units.source_id
    and sessions.unit_id = units.unit_id
where sessions.session_id is not null
