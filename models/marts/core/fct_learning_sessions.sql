with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

)

select
    session_id,
    learner_id,
    count(*) as events,
    count(distinct course_id) as courses,
    count(distinct activity_id) as activities,
    cast(sum(active_milliseconds) as double precision) / 1000 as duration_seconds,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    {{ local_date('min(event_at)') }} as started_date
from events
group by 1, 2
