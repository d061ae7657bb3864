{{ config(enabled=uses('moodle'), schema='pii') }}

with grade_books as (

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

grade_item_elements as (

    {{ json_each('grade_books', 'items', ['source_id', 'course_id', 'user_id']) }}

),

grade_items as (

    {{ json_fields('grade_item_elements', 'element', ['source_id', 'course_id', 'user_id'], [
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

graded_items as (

    select
        grade_items.*,
        {{ dbt.concat(['user_id', "'/'", 'item_id']) }} as grade_id
    from grade_items
    where item_id is not null
        and user_id is not null
        -- The grade book of a learner contains every item, with or without a grade.
        and grade is not null

),

table_grades as (

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
from graded_items

union all

select
    table_grades.source_id,
    table_grades.grade_key,
    {{ entity_key('user', 'user_id', 'table_grades') }} as user_identifier,
    activities.course_key,
    activities.activity_key,
    {{ unknown('string') }} as grade_text,
    table_grades.grade as score_raw,
    -- A maximum below the grade cannot be right: some exports contain the id of a scale instead.
    case when table_grades.grade <= activities.points then activities.points end as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    table_grades.graded_at
from table_grades
left join activities
    on table_grades.source_id = activities.source_id
    and table_grades.instance_id = activities.instance_id
    and table_grades.module_name = activities.module_name
