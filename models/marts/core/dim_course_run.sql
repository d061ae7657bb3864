with runs as (

    select * from {{ ref('int_course_runs') }}

)

select
    course_run_id,
    course_id,
    course_name,
    term_name,
    starts_at,
    ends_at,
    native_courses,
    source_systems
from runs
