with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

)

select
    learner_id,
    count(*) as events,
    min(event_at) as first_event_at,
    max(event_at) as last_event_at,
    max(change_id) as change_id
from events
group by learner_id
