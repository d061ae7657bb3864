{{ config(enabled=uses('canvas')) }}

with courses as (

    {{ latest_records('canvas', 'courses', [
        ['course_id', ['id'], 'text'],
        ['course_name', ['name'], 'text'],
        ['course_code', ['course_code'], 'text'],
        ['sis_course_id', ['sis_course_id'], 'text'],
        ['sis_source_id', ['sis_source_id'], 'text'],
        ['term_id', ['enrollment_term_id'], 'text'],
        ['term_name', ['term', 'name'], 'text'],
        ['term_starts_at', ['term', 'start_at'], 'timestamp'],
        ['term_ends_at', ['term', 'end_at'], 'timestamp'],
        ['starts_at', ['start_at'], 'timestamp'],
        ['ends_at', ['end_at'], 'timestamp'],
        ['conclude_at', ['conclude_at'], 'timestamp'],
    ]) }}

),

terms as (

    {{ latest_records('canvas', 'terms', [
        ['term_id', ['id'], 'text'],
        ['term_name', ['name'], 'text'],
        ['starts_at', ['start_at'], 'timestamp'],
        ['ends_at', ['end_at'], 'timestamp'],
    ]) }}

)

select
    courses.source_id,
    {{ entity_key('course', 'course_id', 'courses') }} as course_key,
    coalesce(courses.sis_course_id, courses.sis_source_id) as run_code,
    courses.course_code,
    courses.course_name,
    coalesce(terms.term_name, courses.term_name) as term_name,
    -- A course without its own dates has the dates of its term.
    coalesce(courses.starts_at, terms.starts_at, courses.term_starts_at) as starts_at,
    coalesce(courses.ends_at, courses.conclude_at, terms.ends_at, courses.term_ends_at) as ends_at
from courses
left join terms
    on courses.source_id = terms.source_id
    and courses.term_id = terms.term_id
where courses.course_id is not null
