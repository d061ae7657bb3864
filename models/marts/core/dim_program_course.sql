with programs as (

    select * from {{ ref('programs') }}

)

select
    program_id,
    program_name,
    course_id,
    cast(position as {{ dbt.type_bigint() }}) as position,
    count(*) over (partition by program_id) as program_courses
from programs
