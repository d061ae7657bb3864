-- Every verb that occurs; one that no seed knows is kept as it is, classed other.
with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

),

verbs as (

    select * from {{ ref('verbs') }}

)

select
    events.verb_id,
    min(events.verb_name) as verb_name,
    min(events.verb_class) as verb_class,
    count(verbs.verb_iri) > 0 as is_mapped,
    count(*) as events
from events
left join verbs
    on events.verb_id = verbs.verb_iri
group by 1
