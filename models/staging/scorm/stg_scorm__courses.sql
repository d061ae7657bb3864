{{ config(enabled=uses('scorm')) }}

with courses as (

    {{ latest_records('scorm', 'courses', [
        ['course_id', ['id'], 'text'],
        ['title', ['title'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as run_code,
    {{ unknown('string') }} as course_code,
    title as course_name,
    {{ unknown('string') }} as term_name,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at
from courses
where course_id is not null
