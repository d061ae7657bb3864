-- A learner takes part in a run by an enrollment, or by activity without one.
with enrollments as (

    select * from {{ ref('fct_enrollments') }}
    where course_run_id is not null

),

all_enrollments as (

    select * from {{ ref('int_enrollments') }}

),

active_days as (

    select * from {{ ref('fct_learning_days') }}

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

horizon as (

    {{ last_observed_day() }}

),

-- People who teach in a run are not learners there, even if they learn elsewhere.
staff as (

    select
        learner_id,
        course_run_id
    from all_enrollments
    group by
        learner_id,
        course_run_id
    having max(case when coalesce(role, 'learner') = 'learner' then 1 else 0 end) = 0

),

-- In one system a new enrollment may follow one that ended, so the most active one counts.
enrollment_states as (

    select
        learner_id,
        course_run_id,
        source_id,
        max(case status
            when 'completed' then 4
            when 'active' then 3
            when 'invited' then 2
            when 'withdrawn' then 1
            when 'suspended' then 1
            when 'deleted' then 1
            when 'rejected' then 1
            else 0
        end) as state,
        count(*) as enrollments,
        min(starts_at) as starts_at,
        max(case
            when status in ('withdrawn', 'suspended', 'deleted', 'rejected') then coalesce(ends_at, changed_at)
        end) as left_at,
        max(case when status = 'completed' then coalesce(ends_at, changed_at) end) as completed_at
    from enrollments
    group by
        learner_id,
        course_run_id,
        source_id

),

-- Of several systems, one that reports an end knows more than one that does not.
enrolled_learners as (

    select
        learner_id,
        course_run_id,
        case
            when max(state) = 4 then 'completed'
            when max(case when state = 1 then 1 else 0 end) = 1 then 'withdrawn'
            when max(state) = 3 then 'active'
            when max(state) = 2 then 'invited'
            else 'unknown'
        end as enrollment_status,
        {{ whole_sum('enrollments') }} as enrollments,
        min(starts_at) as enrolled_at,
        min(case when state = 1 then left_at end) as left_at,
        min(case when state = 4 then completed_at end) as completed_at
    from enrollment_states
    group by
        learner_id,
        course_run_id

),

active_learners as (

    select
        learner_id,
        course_run_id,
        min(date_day) as first_active_date,
        max(date_day) as last_active_date,
        count(case when {{ is_true('is_active') }} then 1 end) as active_days
    from active_days
    group by
        learner_id,
        course_run_id

),

learner_runs as (

    select
        learner_id,
        course_run_id
    from enrolled_learners
    union distinct
    select
        learner_id,
        course_run_id
    from active_learners

),

participations as (

    select
        learner_runs.learner_id,
        runs.course_id,
        learner_runs.course_run_id,
        enrolled_learners.enrollment_status,
        coalesce(enrolled_learners.enrollments, 0) as enrollments,
        enrolled_learners.enrolled_at,
        case when enrolled_learners.enrollment_status = 'withdrawn' then enrolled_learners.left_at end as withdrawn_at,
        case when enrolled_learners.enrollment_status = 'completed' then enrolled_learners.completed_at end
            as completed_at,
        active_learners.first_active_date,
        active_learners.last_active_date,
        coalesce(active_learners.active_days, 0) as active_days,
        coalesce(
            {{ local_date('enrolled_learners.enrolled_at') }},
            {{ local_date('runs.starts_at') }},
            active_learners.first_active_date,
            horizon.last_day
        ) as first_date,
        {{ earlier_of(earlier_of(
            'horizon.last_day',
            local_date('runs.ends_at')
        ), local_date("case when enrolled_learners.enrollment_status = 'withdrawn' then enrolled_learners.left_at end")) }} as last_date
    from learner_runs
    left join runs
        on learner_runs.course_run_id = runs.course_run_id
    left join enrolled_learners
        on learner_runs.learner_id = enrolled_learners.learner_id
        and learner_runs.course_run_id = enrolled_learners.course_run_id
    left join active_learners
        on learner_runs.learner_id = active_learners.learner_id
        and learner_runs.course_run_id = active_learners.course_run_id
    left join staff
        on learner_runs.learner_id = staff.learner_id
        and learner_runs.course_run_id = staff.course_run_id
    cross join horizon
    where staff.learner_id is null

)

select
    learner_id,
    course_id,
    course_run_id,
    enrollment_status,
    enrollments,
    enrolled_at,
    withdrawn_at,
    completed_at,
    first_active_date,
    last_active_date,
    active_days,
    case when enrollment_status is not null then first_date end as enrolled_from_date,
    case when enrollment_status is not null then {{ later_of('last_date', 'first_date') }} end as enrolled_until_date
from participations
