{{ config(enabled=uses('teams'), schema='pii') }}

with reports as (

    select * from {{ ref('base_teams__reports') }}

),

elements as (

    {{ json_each('reports', 'records', ['source_id', 'report_id', 'load_id', 'record_number']) }}

),

records as (

    {{ json_fields('elements', 'element', ['source_id', 'report_id', 'position', 'load_id', 'record_number'], [
        ['object_id', ['identity', 'id'], 'string'],
        ['display_name', ['identity', 'displayName'], 'string'],
        ['address', ['emailAddress'], 'string'],
        ['role', ['role'], 'string'],
        ['total_seconds', ['totalAttendanceInSeconds'], 'float'],
        ['intervals', ['attendanceIntervals'], 'json'],
    ]) }}

),

trimmed_records as (

    select
        source_id,
        report_id,
        position as record_position,
        nullif(trim(object_id), '') as user_id,
        nullif(trim(display_name), '') as person_name,
        nullif(trim(address), '') as email,
        role,
        total_seconds,
        intervals,
        load_id,
        record_number
    from records

)

select
    source_id,
    report_id,
    record_position,
    user_id,
    coalesce({{ entity_key('user', 'user_id') }}, {{ address_identifier('email') }}) as user_identifier,
    person_name,
    email,
    role,
    total_seconds,
    intervals,
    load_id,
    record_number
from trimmed_records
