-- One row a course as it is given once, whichever systems know it.
with keys as (

    select * from {{ ref('int_course_keys') }}

),

ranked as (

    select
        keys.*,
        -- The system that plans courses names them best; a record store knows what statements call them.
        row_number() over (
            partition by course_run_id
            order by case source_system when 'oneroster' then 1 when 'xapi' then 3 else 2 end, native_course
        ) as preference
    from keys

),

summed as (

    select
        course_run_id,
        min(course_id) as course_id,
        count(*) as native_courses,
        count(distinct source_system) as source_systems,
        min(term_name) as term_name,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at
    from keys
    group by course_run_id

)

select
    summed.course_run_id,
    summed.course_id,
    ranked.course_name,
    summed.term_name,
    summed.starts_at,
    summed.ends_at,
    summed.native_courses,
    summed.source_systems
from summed
inner join ranked
    on summed.course_run_id = ranked.course_run_id
    and ranked.preference = 1
