-- The same course run can come from several systems, so its name is taken from the best of them.
with course_keys as (

    select * from {{ ref('int_course_keys') }}

),

ranked_course_keys as (

    select
        course_keys.*,
        -- OneRoster plans the courses, so its name comes first. Names in statements are the least reliable.
        row_number() over (
            partition by course_run_id
            order by case source_system when 'oneroster' then 1 when 'xapi' then 3 else 2 end, native_course
        ) as preference
    from course_keys

),

course_runs as (

    select
        course_run_id,
        min(course_id) as course_id,
        count(*) as native_courses,
        count(distinct source_system) as source_systems,
        min(term_name) as term_name,
        min(starts_at) as starts_at,
        max(ends_at) as ends_at
    from course_keys
    group by course_run_id

)

select
    course_runs.course_run_id,
    course_runs.course_id,
    ranked_course_keys.course_name,
    course_runs.term_name,
    course_runs.starts_at,
    course_runs.ends_at,
    course_runs.native_courses,
    course_runs.source_systems
from course_runs
inner join ranked_course_keys
    on course_runs.course_run_id = ranked_course_keys.course_run_id
    and ranked_course_keys.preference = 1
