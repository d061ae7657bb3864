{{ config(enabled=uses('lti')) }}

with line_items as (

    {{ latest_records('lti', 'line_items', [
        ['context_id', ['_request', 'context_id'], 'text'],
        ['line_item_id', ['id'], 'text'],
        ['label', ['label'], 'text'],
        ['score_maximum', ['scoreMaximum'], 'float'],
        ['end_at', ['endDateTime'], 'timestamp'],
    ]) }}

)

select
    source_id,
    {{ entity_key('line_item', 'line_item_id') }} as activity_key,
    {{ entity_key('course', 'context_id') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    label as activity_name,
    'line_item' as activity_kind,
    {{ unknown('bigint') }} as position,
    score_maximum as points,
    end_at as due_at
from line_items
where line_item_id is not null
