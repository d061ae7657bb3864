with programs as (

    {{ seed_rows('programs') }}

)

select
    program_id,
    program_name,
    course_id,
    position,
    count(*) over (partition by program_id) as program_courses
from programs
