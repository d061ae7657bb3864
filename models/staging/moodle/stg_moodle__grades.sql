{{ config(enabled=uses('moodle'), schema='pii') }}

with books as (

    {{ latest_records('moodle', 'grade_items', [
        ['course_id', ['courseid'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['items', ['gradeitems'], 'json'],
    ]) }}

),

quiz_grades as (

    {{ latest_records('moodle', 'table_quiz_grades', [
        ['grade_id', ['id'], 'text'],
        ['instance_id', ['quiz'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['grade', ['grade'], 'float'],
        ['graded_at', ['timemodified'], 'time'],
    ]) }}

),

forum_grades as (

    {{ latest_records('moodle', 'table_forum_grades', [
        ['grade_id', ['id'], 'text'],
        ['instance_id', ['forum'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['grade', ['grade'], 'float'],
        ['graded_at', ['timemodified'], 'time'],
    ]) }}

),

lesson_grades as (

    {{ latest_records('moodle', 'table_lesson_grades', [
        ['grade_id', ['id'], 'text'],
        ['instance_id', ['lessonid'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['grade', ['grade'], 'float'],
        ['graded_at', ['timemodified'], 'time'],
    ]) }}

),

activities as (

    select * from {{ ref('base_moodle__activities') }}

),

elements as (

    {{ json_each('books', 'items', ['source_id', 'course_id', 'user_id']) }}

),

items as (

    {{ json_fields('elements', 'element', ['source_id', 'course_id', 'user_id'], [
        ['item_id', ['id'], 'string'],
        ['item_type', ['itemtype'], 'string'],
        ['module_name', ['itemmodule'], 'string'],
        ['instance_id', ['iteminstance'], 'string'],
        ['letter', ['lettergradeformatted'], 'string'],
        ['grade', ['graderaw'], 'float'],
        ['grade_max', ['grademax'], 'float'],
        ['date_graded', ['gradedategraded'], 'string'],
    ]) }}

),

named as (

    select
        items.*,
        {{ dbt.concat(['user_id', "'/'", 'item_id']) }} as grade_id
    from items
    where item_id is not null
        and user_id is not null
        -- Every learner has every item; one without a grade is none.
        and grade is not null

),

tables as (

    {%- for module_name in ['quiz', 'forum', 'lesson'] %}
    select
        source_id,
        '{{ module_name }}' as module_name,
        {{ entity_key(module_name ~ '_grade', 'grade_id') }} as grade_key,
        instance_id,
        user_id,
        grade,
        graded_at
    from {{ module_name }}_grades
    where grade_id is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)

select
    source_id,
    {{ entity_key('grade', 'grade_id') }} as grade_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    case
        when item_type = 'mod' then {{ moodle_activity_key('module_name', 'instance_id') }}
        when item_type <> 'course' then {{ entity_key('grade_item', 'item_id') }}
    end as activity_key,
    nullif(letter, '-') as grade_text,
    grade as score_raw,
    grade_max as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    {{ epoch_timestamp('date_graded') }} as graded_at
from named

union all

select
    tables.source_id,
    tables.grade_key,
    {{ entity_key('user', 'user_id', 'tables') }} as user_identifier,
    activities.course_key,
    activities.activity_key,
    {{ unknown('string') }} as grade_text,
    tables.grade as score_raw,
    -- A maximum below the grade is none: some exports hold the number of a scale there.
    case when tables.grade <= activities.points then activities.points end as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    tables.graded_at
from tables
left join activities
    on tables.source_id = activities.source_id
    and tables.instance_id = activities.instance_id
    and tables.module_name = activities.module_name
