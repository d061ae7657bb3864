{{ config(enabled=uses('talentlms'), schema='pii') }}

with course_statuses as (

    {{ latest_records('talentlms', 'course_statuses', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['units', ['units'], 'json'],
    ]) }}

),

unit_elements as (

    {{ json_each('course_statuses', 'units', ['source_id', 'course_id', 'user_id']) }}

),

units as (

    {{ json_fields('unit_elements', 'element', ['source_id', 'course_id', 'user_id'], [
        ['unit_id', ['id'], 'string'],
        ['completion_status', ['completion_status'], 'string'],
        ['completed_seconds', ['completed_on_timestamp'], 'string'],
        ['score', ['score'], 'float'],
    ]) }}

)

select
    source_id,
    course_id,
    user_id,
    unit_id,
    {{ dbt.concat(['user_id', "'/'", 'unit_id']) }} as unit_status_id,
    lower(completion_status) as completion_status,
    {{ epoch_timestamp('completed_seconds') }} as completed_at,
    score
from units
where unit_id is not null
