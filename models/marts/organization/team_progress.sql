-- This mart shows the course progress of everyone who works below a manager, at any level.
with manager_chains as (

    select * from {{ ref('fct_manager_chains') }}

),

assigned_outcomes as (

    select * from {{ ref('learner_course_outcomes') }}
    where enrollment_status is not null
        and enrollment_status <> 'withdrawn'

),

course_runs as (

    select * from {{ ref('dim_course_run') }}

),

horizon as (

    {{ last_observed_day() }}

),

-- Learners who have left their employer no longer belong to a team.
current_employees as (

    select distinct
        memberships.source_id,
        memberships.learner_id
    from {{ ref('fct_org_memberships') }} as memberships
    cross join horizon
    where {{ holds_on('memberships', 'horizon.last_day') }}

),

recent_participations as (

    select distinct
        days.learner_id,
        days.course_run_id
    from {{ ref('fct_learning_days') }} as days
    cross join horizon
    where {{ is_true('days.is_active') }}
        and days.date_day > {{ dbt.dateadd('day', -28, 'horizon.last_day') }}

),

-- Two employers can report the same manager for a learner. The learner counts once, by the shorter chain.
team_members as (

    select
        manager_chains.manager_id,
        manager_chains.learner_id,
        min(manager_chains.steps) as steps
    from manager_chains
    inner join current_employees
        on manager_chains.source_id = current_employees.source_id
        and manager_chains.learner_id = current_employees.learner_id
    group by
        manager_chains.manager_id,
        manager_chains.learner_id

),

assigned_participations as (

    select
        team_members.manager_id,
        assigned_outcomes.learner_id,
        assigned_outcomes.course_id,
        assigned_outcomes.course_run_id,
        assigned_outcomes.outcome,
        assigned_outcomes.active_days,
        assigned_outcomes.active_seconds,
        assigned_outcomes.grade_share,
        case when team_members.steps = 1 then 1 else 0 end as is_direct,
        case when assigned_outcomes.outcome in ('passed', 'completed') then 1 else 0 end as is_complete,
        case when assigned_outcomes.outcome = 'in_progress' then 1 else 0 end as is_in_progress,
        case
            when
                assigned_outcomes.outcome not in ('passed', 'completed')
                and {{ local_date('course_runs.ends_at') }} <= horizon.last_day then 1
            else 0
        end as is_overdue,
        case when recent_participations.learner_id is not null then 1 else 0 end as is_recently_active
    from team_members
    cross join horizon
    inner join assigned_outcomes
        on team_members.learner_id = assigned_outcomes.learner_id
    left join course_runs
        on assigned_outcomes.course_run_id = course_runs.course_run_id
    left join recent_participations
        on assigned_outcomes.learner_id = recent_participations.learner_id
        and assigned_outcomes.course_run_id = recent_participations.course_run_id

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
from assigned_participations
group by
    manager_id,
    course_run_id
