with events as (

    select * from {{ ref('fct_learning_events') }}
    where course_id is not null

),

marked as (

    select
        events.*,
        {{ week_start('event_date') }} as week_start_date,
        {{ week_start('min(event_date) over (partition by learner_id, course_id)') }} as first_week_start_date
    from events

)

select
    course_id,
    week_start_date,
    count(distinct learner_id) as active_learners,
    count(distinct case when week_start_date = first_week_start_date then learner_id end) as new_learners,
    count(*) as events,
    count(distinct session_id) as sessions,
    {{ exact_sum('active_seconds') }} as active_seconds
from marked
group by 1, 2
