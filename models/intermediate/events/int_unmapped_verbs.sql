with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

)

select
    verb_id,
    min(verb_name) as verb_name,
    count(*) as events,
    count(distinct learner_id) as learners,
    count(distinct source_id) as sources,
    min(event_at) as first_event_at,
    max(event_at) as last_event_at
from events
where not {{ is_true('is_mapped_verb') }}
group by verb_id
