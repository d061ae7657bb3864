with outcomes as (

    select * from {{ ref('learner_course_outcomes') }}
    where grade_share is not null

),

bands as (

    select * from {{ ref('dim_grade_band') }}

),

runs as (

    select
        min(course_id) as course_id,
        course_run_id,
        count(*) as graded_learners
    from outcomes
    group by course_run_id

),

graded as (

    select
        outcomes.course_run_id,
        bands.grade_band,
        count(*) as learners
    from outcomes
    inner join bands
        on outcomes.grade_share >= bands.from_share
        and (outcomes.grade_share < bands.below_share or bands.below_share is null)
    group by
        outcomes.course_run_id,
        bands.grade_band

)

select
    runs.course_id,
    runs.course_run_id,
    bands.grade_band,
    bands.position,
    coalesce(graded.learners, 0) as learners,
    {{ share_of('coalesce(graded.learners, 0)', 'runs.graded_learners') }} as learners_share
from runs
cross join bands
left join graded
    on runs.course_run_id = graded.course_run_id
    and bands.grade_band = graded.grade_band
