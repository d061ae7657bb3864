-- What everybody below a manager, at whatever level, has been assigned and has done.
with chains as (

    select * from {{ ref('fct_manager_chains') }}

),

outcomes as (

    select * from {{ ref('learner_course_outcomes') }}
    where enrollment_status is not null
        and enrollment_status <> 'withdrawn'

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

horizon as (

    {{ last_observed_day() }}

),

-- Who has left by now is no longer below anybody.
employed as (

    select distinct
        memberships.source_id,
        memberships.learner_id
    from {{ ref('fct_org_memberships') }} as memberships
    cross join horizon
    where {{ holds_on('memberships', 'horizon.last_day') }}

),

recent_days as (

    select distinct
        days.learner_id,
        days.course_run_id
    from {{ ref('fct_learning_days') }} as days
    cross join horizon
    where {{ is_true('days.is_active') }}
        and days.date_day > {{ dbt.dateadd('day', -28, 'horizon.last_day') }}

),

-- Somebody may have the same manager by two employers, and counts once, by the shorter way.
teams as (

    select
        chains.manager_id,
        chains.learner_id,
        min(chains.steps) as steps
    from chains
    inner join employed
        on chains.source_id = employed.source_id
        and chains.learner_id = employed.learner_id
    group by
        chains.manager_id,
        chains.learner_id

),

placed as (

    select
        teams.manager_id,
        outcomes.learner_id,
        outcomes.course_id,
        outcomes.course_run_id,
        outcomes.outcome,
        outcomes.active_days,
        outcomes.active_seconds,
        outcomes.grade_share,
        case when teams.steps = 1 then 1 else 0 end as is_direct,
        case when outcomes.outcome in ('passed', 'completed') then 1 else 0 end as is_complete,
        case when outcomes.outcome = 'in_progress' then 1 else 0 end as is_in_progress,
        case
            when
                outcomes.outcome not in ('passed', 'completed')
                and {{ local_date('runs.ends_at') }} <= horizon.last_day then 1
            else 0
        end as is_overdue,
        case when recent_days.learner_id is not null then 1 else 0 end as is_recently_active
    from teams
    cross join horizon
    inner join outcomes
        on teams.learner_id = outcomes.learner_id
    left join runs
        on outcomes.course_run_id = runs.course_run_id
    left join recent_days
        on outcomes.learner_id = recent_days.learner_id
        and outcomes.course_run_id = recent_days.course_run_id

)

select
    manager_id,
    min(course_id) as course_id,
    course_run_id,
    count(*) as assigned_learners,
    {{ whole_sum('is_direct') }} as assigned_direct_reports,
    {{ whole_sum('is_complete') }} as complete_learners,
    {{ whole_sum('is_in_progress') }} as in_progress_learners,
    {{ whole_sum('is_overdue') }} as overdue_learners,
    {{ whole_sum('is_recently_active') }} as recently_active_learners,
    {{ share_of('sum(is_complete)', 'count(*)') }} as completion_rate,
    {{ whole_sum('active_days') }} as active_days,
    {{ exact_sum('active_seconds') }} as active_seconds,
    {{ exact_mean('grade_share') }} as mean_grade_share
from placed
group by
    manager_id,
    course_run_id
