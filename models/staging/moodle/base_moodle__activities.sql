{{ config(enabled=uses('moodle')) }}

with quizzes as (

    {{ latest_records('moodle', 'quizzes', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['grade'], 'float'],
        ['due_at', ['timeclose'], 'time'],
    ]) }}

),

assignments as (

    {{ latest_records('moodle', 'assignments', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['grade'], 'float'],
        ['due_at', ['duedate'], 'time'],
    ]) }}

),

forums as (

    {{ latest_records('moodle', 'forums', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['grade_forum'], 'float'],
        ['due_at', ['duedate'], 'time'],
    ]) }}

),

scorms as (

    {{ latest_records('moodle', 'scorms', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['maxgrade'], 'float'],
        ['due_at', ['timeclose'], 'time'],
    ]) }}

),

lessons as (

    {{ latest_records('moodle', 'table_lesson', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['grade'], 'float'],
        ['due_at', ['deadline'], 'time'],
    ]) }}

),

pages as (

    {{ latest_records('moodle', 'table_page', [
        ['instance_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['activity_name', ['name'], 'text'],
        ['points', ['grade'], 'float'],
        ['due_at', ['duedate'], 'time'],
    ]) }}

),

activities as (

    {%- for relation, module_name in [
        ('quizzes', 'quiz'), ('assignments', 'assign'), ('forums', 'forum'),
        ('scorms', 'scorm'), ('lessons', 'lesson'), ('pages', 'page'),
    ] %}
    select
        source_id,
        '{{ module_name }}' as module_name,
        instance_id,
        course_id,
        activity_name,
        -- A negative value is the id of a scale, not a number of points.
        case when points > 0 then points end as points,
        due_at
    from {{ relation }}
    where instance_id is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    source_id,
    module_name,
    instance_id,
    {{ moodle_activity_key('module_name', 'instance_id') }} as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    activity_name,
    points,
    due_at
from activities
