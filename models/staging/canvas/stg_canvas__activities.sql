{{ config(enabled=uses('canvas')) }}

with modules as (

    {{ latest_records('canvas', 'modules', [
        ['module_id', ['id'], 'text'],
        ['name', ['name'], 'text'],
        ['position', ['position'], 'bigint'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['context_id', ['context_id'], 'text'],
    ]) }}

),

discussion_topics as (

    {{ latest_records('canvas', 'discussion_topics', [
        ['topic_id', ['id'], 'text'],
        ['title', ['title'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['context_id', ['context_id'], 'text'],
    ]) }}

),

module_items as (

    select
        module_items.*,
        row_number() over (
            partition by source_id, item_kind, content_id order by module_id, position, module_item_id
        ) as preference
    from {{ ref('base_canvas__module_items') }} as module_items

),

contents as (

    -- An assignment that represents a quiz is left out: the quiz itself is the activity.
    select
        source_id,
        {{ entity_key('assignment', 'assignment_id') }} as activity_key,
        'assignment' as activity_kind,
        assignment_id as content_id,
        course_id,
        assignment_name as activity_name,
        points,
        due_at
    from {{ ref('base_canvas__assignments') }}
    where not {{ is_true('is_quiz') }}

    union all

    select
        source_id,
        {{ entity_key('quiz', 'quiz_id') }} as activity_key,
        'assessment' as activity_kind,
        quiz_id as content_id,
        course_id,
        quiz_name as activity_name,
        points,
        due_at
    from {{ ref('base_canvas__quizzes') }}

    union all

    select
        source_id,
        {{ entity_key('discussion_topic', 'topic_id') }} as activity_key,
        'discussion' as activity_kind,
        topic_id as content_id,
        coalesce(course_id, context_id) as course_id,
        title as activity_name,
        {{ unknown('float') }} as points,
        {{ unknown('timestamp') }} as due_at
    from discussion_topics
    where topic_id is not null

),

-- A module item that shows one of these contents only places it in a module; any other item is an activity of its own.
contents_in_modules as (

    select
        contents.*,
        module_items.module_id,
        module_items.position
    from contents
    left join module_items
        on contents.source_id = module_items.source_id
        and contents.activity_kind = module_items.item_kind
        and contents.content_id = module_items.content_id
        and module_items.preference = 1

),

other_module_items as (

    select module_items.*
    from module_items
    left join contents
        on module_items.source_id = contents.source_id
        and module_items.item_kind = contents.activity_kind
        and module_items.content_id = contents.content_id
    where contents.content_id is null

)

select
    source_id,
    {{ entity_key('module', 'module_id') }} as activity_key,
    {{ entity_key('course', 'coalesce(course_id, context_id)') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    name as activity_name,
    'module' as activity_kind,
    position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at
from modules
where module_id is not null

union all

select
    source_id,
    {{ entity_key('module_item', 'module_item_id') }} as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('module', 'module_id') }} as parent_activity_key,
    item_name as activity_name,
    item_kind as activity_kind,
    position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at
from other_module_items

union all

select
    source_id,
    activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('module', 'module_id') }} as parent_activity_key,
    activity_name,
    activity_kind,
    position,
    points,
    due_at
from contents_in_modules
