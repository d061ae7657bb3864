with runs as (

    select * from {{ ref('int_course_runs') }}

),

credits as (

    {{ seed_rows('course_credits') }}

),

ranked_runs as (

    select
        course_id,
        course_name,
        row_number() over (partition by course_id order by starts_at desc, course_run_id asc) as preference
    from runs

),

run_counts as (

    select
        course_id,
        count(*) as course_runs
    from runs
    group by course_id

)

select
    ranked_runs.course_id,
    ranked_runs.course_name,
    credits.credits,
    run_counts.course_runs
from ranked_runs
inner join run_counts
    on ranked_runs.course_id = run_counts.course_id
left join credits
    on ranked_runs.course_id = credits.course_id
where ranked_runs.preference = 1
