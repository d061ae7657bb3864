-- Who takes part in what: enrolled, or active without any enrollment.
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

-- Who teaches here and learns elsewhere is no learner here.
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

-- In one system a new enrollment may follow one that ended: the one that is most alive counts.
states as (

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

-- Of several systems, the one that tells of an end knows more than those that tell of none.
enrolled as (

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
    from states
    group by
        learner_id,
        course_run_id

),

active as (

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

pairs as (

    select
        learner_id,
        course_run_id
    from enrolled
    union distinct
    select
        learner_id,
        course_run_id
    from active

),

placed as (

    select
        pairs.learner_id,
        runs.course_id,
        pairs.course_run_id,
        enrolled.enrollment_status,
        coalesce(enrolled.enrollments, 0) as enrollments,
        enrolled.enrolled_at,
        case when enrolled.enrollment_status = 'withdrawn' then enrolled.left_at end as withdrawn_at,
        case when enrolled.enrollment_status = 'completed' then enrolled.completed_at end as completed_at,
        active.first_active_date,
        active.last_active_date,
        coalesce(active.active_days, 0) as active_days,
        coalesce(
            {{ local_date('enrolled.enrolled_at') }},
            {{ local_date('runs.starts_at') }},
            active.first_active_date,
            horizon.last_day
        ) as first_date,
        {{ earlier_of(earlier_of(
            'horizon.last_day',
            local_date('runs.ends_at')
        ), local_date("case when enrolled.enrollment_status = 'withdrawn' then enrolled.left_at end")) }} as last_date
    from pairs
    left join runs
        on pairs.course_run_id = runs.course_run_id
    left join enrolled
        on pairs.learner_id = enrolled.learner_id
        and pairs.course_run_id = enrolled.course_run_id
    left join active
        on pairs.learner_id = active.learner_id
        and pairs.course_run_id = active.course_run_id
    left join staff
        on pairs.learner_id = staff.learner_id
        and pairs.course_run_id = staff.course_run_id
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
from placed
