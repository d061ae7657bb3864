-- This mart shows how many of the learners who began in the same week are active in later weeks.
with learner_course_weeks as (

    select * from {{ ref('learner_course_weeks') }}

),

weeks as (

    select distinct week_start_date
    from {{ ref('dim_date') }}

),

-- A cohort keeps the weeks without any activity that lie before the last week of its course run.
run_last_weeks as (

    select
        course_run_id,
        min(course_id) as course_id,
        max(week_start_date) as last_week
    from learner_course_weeks
    group by course_run_id

),

-- A learner belongs to the cohort of the first week in which they were active.
cohort_members as (

    select
        learner_id,
        course_run_id,
        min(week_start_date) as cohort_week_start_date
    from learner_course_weeks
    where {{ is_true('is_active') }}
    group by
        learner_id,
        course_run_id

),

cohort_sizes as (

    select
        course_run_id,
        cohort_week_start_date,
        count(*) as cohort_learners
    from cohort_members
    group by
        course_run_id,
        cohort_week_start_date

),

active_learner_counts as (

    select
        cohort_members.course_run_id,
        cohort_members.cohort_week_start_date,
        learner_course_weeks.week_start_date,
        count(*) as active_learners
    from cohort_members
    inner join learner_course_weeks
        on cohort_members.learner_id = learner_course_weeks.learner_id
        and cohort_members.course_run_id = learner_course_weeks.course_run_id
    where {{ is_true('learner_course_weeks.is_active') }}
    group by
        cohort_members.course_run_id,
        cohort_members.cohort_week_start_date,
        learner_course_weeks.week_start_date

)

select
    run_last_weeks.course_id,
    cohort_sizes.course_run_id,
    cohort_sizes.cohort_week_start_date,
    weeks.week_start_date,
    cast(
        {{ dbt.datediff('cohort_sizes.cohort_week_start_date', 'weeks.week_start_date', 'day') }} / 7
        as {{ dbt.type_bigint() }}
    ) as weeks_since_start,
    cohort_sizes.cohort_learners,
    coalesce(active_learner_counts.active_learners, 0) as active_learners,
    {{ share_of('coalesce(active_learner_counts.active_learners, 0)', 'cohort_sizes.cohort_learners') }}
        as retention_rate
from cohort_sizes
inner join run_last_weeks
    on cohort_sizes.course_run_id = run_last_weeks.course_run_id
inner join weeks
    on weeks.week_start_date between cohort_sizes.cohort_week_start_date and run_last_weeks.last_week
left join active_learner_counts
    on cohort_sizes.course_run_id = active_learner_counts.course_run_id
    and cohort_sizes.cohort_week_start_date = active_learner_counts.cohort_week_start_date
    and weeks.week_start_date = active_learner_counts.week_start_date
