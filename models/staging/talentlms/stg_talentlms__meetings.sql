{{ config(enabled=uses('talentlms')) }}

with ilt_sessions as (

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
    ilt_sessions.source_id,
    {{ entity_key('ilt_session', 'session_id', 'ilt_sessions') }} as meeting_key,
    {{ unknown('string') }} as series_key,
    {{ entity_key('course', 'course_id', 'units') }} as course_key,
    ilt_sessions.name as meeting_name,
    {{ epoch_timestamp('cast(ilt_sessions.start_seconds as ' ~ dbt.type_string() ~ ')') }} as starts_at,
    {{ epoch_timestamp(
        'cast(ilt_sessions.start_seconds + 60 * ilt_sessions.duration_minutes as ' ~ dbt.type_string() ~ ')'
    ) }} as ends_at
from ilt_sessions
left join units
    on ilt_sessions.source_id = units.source_id
    and ilt_sessions.unit_id = units.unit_id
where ilt_sessions.session_id is not null
