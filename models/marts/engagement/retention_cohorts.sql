with learner_weeks as (

    select * from {{ ref('learner_course_weeks') }}

),

weeks as (

    select distinct week_start_date
    from {{ ref('dim_date') }}

),

-- A week in which nobody was there, between others, is one of the run too.
lives as (

    select
        course_run_id,
        min(course_id) as course_id,
        max(week_start_date) as last_week
    from learner_weeks
    group by course_run_id

),

-- A learner belongs to the week in which they were first active.
cohorts as (

    select
        learner_id,
        course_run_id,
        min(week_start_date) as cohort_week_start_date
    from learner_weeks
    where {{ is_true('is_active') }}
    group by
        learner_id,
        course_run_id

),

sizes as (

    select
        course_run_id,
        cohort_week_start_date,
        count(*) as cohort_learners
    from cohorts
    group by
        course_run_id,
        cohort_week_start_date

),

active as (

    select
        cohorts.course_run_id,
        cohorts.cohort_week_start_date,
        learner_weeks.week_start_date,
        count(*) as active_learners
    from cohorts
    inner join learner_weeks
        on cohorts.learner_id = learner_weeks.learner_id
        and cohorts.course_run_id = learner_weeks.course_run_id
    where {{ is_true('learner_weeks.is_active') }}
    group by
        cohorts.course_run_id,
        cohorts.cohort_week_start_date,
        learner_weeks.week_start_date

)

select
    lives.course_id,
    sizes.course_run_id,
    sizes.cohort_week_start_date,
    weeks.week_start_date,
    cast(
        {{ dbt.datediff('sizes.cohort_week_start_date', 'weeks.week_start_date', 'day') }} / 7
        as {{ dbt.type_bigint() }}
    ) as weeks_since_start,
    sizes.cohort_learners,
    coalesce(active.active_learners, 0) as active_learners,
    {{ share_of('coalesce(active.active_learners, 0)', 'sizes.cohort_learners') }} as retained_share
from sizes
inner join lives
    on sizes.course_run_id = lives.course_run_id
inner join weeks
    on weeks.week_start_date between sizes.cohort_week_start_date and lives.last_week
left join active
    on sizes.course_run_id = active.course_run_id
    and sizes.cohort_week_start_date = active.cohort_week_start_date
    and weeks.week_start_date = active.week_start_date
