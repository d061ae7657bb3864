with graded_outcomes as (

    select * from {{ ref('learner_course_outcomes') }}
    where grade_share is not null

),

grade_bands as (

    select * from {{ ref('dim_grade_band') }}

),

graded_runs as (

    select
        min(course_id) as course_id,
        course_run_id,
        count(*) as graded_learners
    from graded_outcomes
    group by course_run_id

),

band_totals as (

    select
        graded_outcomes.course_run_id,
        grade_bands.grade_band,
        count(*) as learners
    from graded_outcomes
    inner join grade_bands
        on graded_outcomes.grade_share >= grade_bands.from_share
        and (graded_outcomes.grade_share < grade_bands.below_share or grade_bands.below_share is null)
    group by
        graded_outcomes.course_run_id,
        grade_bands.grade_band

)

select
    graded_runs.course_id,
    graded_runs.course_run_id,
    grade_bands.grade_band,
    grade_bands.position,
    coalesce(band_totals.learners, 0) as learners,
    {{ share_of('coalesce(band_totals.learners, 0)', 'graded_runs.graded_learners') }} as learners_share
from graded_runs
cross join grade_bands
left join band_totals
    on graded_runs.course_run_id = band_totals.course_run_id
    and grade_bands.grade_band = band_totals.grade_band
