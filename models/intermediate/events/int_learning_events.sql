-- Staff and test users are not learners, so their events are left out.
with xapi_events as (

    select * from {{ ref('int_xapi_events') }}

),

recorded_events as (

    select * from {{ ref('int_recorded_events') }}

),

non_learners as (

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
left join non_learners
    on events.learner_id = non_learners.learner_id
where non_learners.learner_id is null
