-- This mart counts the learners and the activity of each course run, week by week.
with learner_course_weeks as (

    select * from {{ ref('learner_course_weeks') }}

),

first_weeks as (

    select
        learner_id,
        course_run_id,
        min(week_start_date) as first_active_week
    from learner_course_weeks
    where {{ is_true('is_active') }}
    group by
        learner_id,
        course_run_id

),

learner_week_flags as (

    select
        learner_course_weeks.*,
        case when {{ is_true('learner_course_weeks.is_enrolled') }} then 1 else 0 end as enrolled,
        case when {{ is_true('learner_course_weeks.is_active') }} then 1 else 0 end as active,
        case when learner_course_weeks.week_start_date = first_weeks.first_active_week then 1 else 0 end as new_here
    from learner_course_weeks
    left join first_weeks
        on learner_course_weeks.learner_id = first_weeks.learner_id
        and learner_course_weeks.course_run_id = first_weeks.course_run_id

)

select
    min(course_id) as course_id,
    course_run_id,
    week_start_date,
    {{ whole_sum('enrolled') }} as enrolled_learners,
    {{ whole_sum('active') }} as active_learners,
    {{ whole_sum('new_here') }} as new_learners,
    {{ whole_sum('active - new_here') }} as returning_learners,
    {{ whole_sum('enrolled * (1 - active)') }} as idle_learners,
    {{ whole_sum('events') }} as events,
    {{ whole_sum('sessions') }} as sessions,
    {{ exact_sum('active_seconds') }} as active_seconds
from learner_week_flags
group by
    course_run_id,
    week_start_date
