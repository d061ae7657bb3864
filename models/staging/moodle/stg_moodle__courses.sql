{{ config(enabled=uses('moodle')) }}

with courses as (

    {{ latest_records('moodle', 'courses', [
        ['course_id', ['id'], 'text'],
        ['id_number', ['idnumber'], 'text'],
        ['full_name', ['fullname'], 'text'],
        ['format', ['format'], 'text'],
        ['start_at', ['startdate'], 'time'],
        ['end_at', ['enddate'], 'time'],
    ]) }}

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    id_number as run_code,
    {{ unknown('string') }} as course_code,
    full_name as course_name,
    {{ unknown('string') }} as term_name,
    start_at as starts_at,
    end_at as ends_at
from courses
where course_id is not null
    -- Moodle also stores the front page of the site as a course.
    and coalesce(format, '') <> 'site'
