{{ config(enabled=uses('oneroster')) }}

with classes as (

    {{ latest_records('oneroster', 'classes', [
        ['class_id', ['sourcedId'], 'text'],
        ['class_code', ['classCode'], 'text'],
        ['class_title', ['title'], 'text'],
        ['course_id', ['course', 'sourcedId'], 'text'],
        ['term_id', ['terms', 0, 'sourcedId'], 'text'],
    ]) }}

),

courses as (

    {{ latest_records('oneroster', 'courses', [
        ['course_id', ['sourcedId'], 'text'],
        ['course_code', ['courseCode'], 'text'],
        ['course_title', ['title'], 'text'],
    ]) }}

),

terms as (

    {{ latest_records('oneroster', 'academic_sessions', [
        ['term_id', ['sourcedId'], 'text'],
        ['term_title', ['title'], 'text'],
        ['start_date', ['startDate'], 'timestamp'],
        ['end_date', ['endDate'], 'timestamp'],
    ]) }}

)

select
    classes.source_id,
    {{ entity_key('course', 'class_id', 'classes') }} as course_key,
    coalesce(classes.class_code, classes.class_id) as run_code,
    coalesce(courses.course_code, courses.course_id) as course_code,
    coalesce(courses.course_title, classes.class_title) as course_name,
    terms.term_title as term_name,
    terms.start_date as starts_at,
    terms.end_date as ends_at
from classes
left join courses
    on classes.source_id = courses.source_id
    and classes.course_id = courses.course_id
left join terms
    on classes.source_id = terms.source_id
    and classes.term_id = terms.term_id
where classes.class_id is not null
