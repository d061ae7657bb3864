-- The canonical learning event of every system. Staff and test users are no learners.
with xapi_events as (

    select * from {{ ref('int_xapi_events') }}

),

recorded_events as (

    select * from {{ ref('int_recorded_events') }}

),

others as (

    select * from {{ ref('int_people') }}
    where not {{ is_true('is_learner') }}

),

events as (

    select * from xapi_events
    union all
    select * from recorded_events

)

select events.*
from events
left join others
    on events.learner_id = others.learner_id
where others.learner_id is null
