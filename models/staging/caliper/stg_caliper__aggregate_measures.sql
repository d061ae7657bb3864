{{ config(enabled=uses('caliper'), schema='pii') }}

with use_events as (

    select
        source_id,
        event_key,
        person_id,
        course_id,
        object_id,
        event_at,
        measures
    from {{ ref('base_caliper__events') }}
    where rejection_reasons is null
        and generated_type in ('AggregateMeasureCollection', 'AggregateMeasure')

),

elements as (

    {{ json_each('use_events', 'measures', [
        'source_id', 'event_key', 'person_id', 'course_id', 'object_id', 'event_at',
    ]) }}

),

measures as (

    {{ json_fields('elements', 'element', [
        'source_id', 'event_key', 'person_id', 'course_id', 'object_id', 'event_at', 'position',
    ], [
        ['metric', ['metric'], 'string'],
        ['metric_value', ['metricValue'], 'float'],
        ['max_metric_value', ['maxMetricValue'], 'float'],
        ['measured_from', ['startedAtTime'], 'string'],
        ['measured_to', ['endedAtTime'], 'string'],
    ]) }}

)

select
    source_id,
    event_key,
    position,
    {{ entity_key('user', 'person_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    object_id as tool_id,
    {{ caliper_term('metric') }} as metric,
    metric_value,
    max_metric_value,
    {{ utc_timestamp('measured_from') }} as measured_from,
    {{ utc_timestamp('measured_to') }} as measured_to,
    event_at as used_at
from measures
