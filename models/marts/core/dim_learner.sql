with changes as (

    select * from {{ ref('int_learner_changes') }}

),

events as (

    select
        learner_id,
        count(*) as events,
        min(event_at) as first_event_at,
        max(event_at) as last_event_at
    from {{ ref('int_learning_events__sessionized') }}
    group by learner_id

),

sources as (

    select
        learner_id,
        count(*) as sources,
        count(distinct source_system) as source_systems
    from {{ ref('int_learner_sources') }}
    group by learner_id

)

select
    changes.learner_id,
    coalesce(sources.source_systems, 0) as source_systems,
    coalesce(sources.sources, 0) as sources,
    coalesce(events.events, 0) as events,
    events.first_event_at,
    events.last_event_at,
    changes.change_id
from changes
left join events
    on changes.learner_id = events.learner_id
left join sources
    on changes.learner_id = sources.learner_id
