{{ config(enabled=uses('talentlms')) }}

with courses as (

    {{ latest_records('talentlms', 'courses', [
        ['course_id', ['id'], 'text'],
        ['name', ['name'], 'text'],
        ['code', ['code'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    code as run_code,
    {{ unknown('string') }} as course_code,
    name as course_name,
    {{ unknown('string') }} as term_name,
    -- The API sends the dates of courses only as text in the date format of the portal.
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at
from courses
where course_id is not null
