with events as (

    select * from {{ ref('fct_learning_events') }}
    where course_id is not null

),

first_weeks as (

    select
        learner_id,
        course_id,
        {{ week_start('min(event_date)') }} as first_week_start_date
    from events
    group by
        learner_id,
        course_id

),

weeks as (

    select
        events.course_id,
        events.learner_id,
        events.session_id,
        events.active_seconds,
        {{ week_start('events.event_date') }} as week_start_date,
        first_weeks.first_week_start_date
    from events
    inner join first_weeks
        on events.learner_id = first_weeks.learner_id
        and events.course_id = first_weeks.course_id

)

select
    course_id,
    week_start_date,
    count(distinct learner_id) as active_learners,
    count(distinct case when week_start_date = first_week_start_date then learner_id end) as new_learners,
    count(*) as events,
    count(distinct session_id) as sessions,
    {{ exact_sum('active_seconds') }} as active_seconds
from weeks
group by
    course_id,
    week_start_date
