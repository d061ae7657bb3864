with runs as (

    select * from {{ ref('int_course_runs') }}

),

credits as (

    {{ seed_rows('course_credits') }}

),

ranked as (

    select
        course_id,
        course_name,
        row_number() over (partition by course_id order by starts_at desc, course_run_id asc) as preference
    from runs

),

counted as (

    select
        course_id,
        count(*) as course_runs
    from runs
    group by course_id

)

select
    ranked.course_id,
    ranked.course_name,
    credits.credits,
    counted.course_runs
from ranked
inner join counted
    on ranked.course_id = counted.course_id
left join credits
    on ranked.course_id = credits.course_id
where ranked.preference = 1
