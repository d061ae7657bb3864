{{ config(enabled=uses('oneroster')) }}

with line_items as (

    {{ latest_records('oneroster', 'line_items', [
        ['line_item_id', ['sourcedId'], 'text'],
        ['title', ['title'], 'text'],
        ['class_id', ['class', 'sourcedId'], 'text'],
        ['due_at', ['dueDate'], 'timestamp'],
        ['points', ['resultValueMax'], 'float'],
    ]) }}

)

select
    source_id,
    {{ entity_key('line_item', 'line_item_id') }} as activity_key,
    {{ entity_key('course', 'class_id') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    title as activity_name,
    'line_item' as activity_kind,
    {{ unknown('bigint') }} as position,
    points,
    due_at
from line_items
where line_item_id is not null
