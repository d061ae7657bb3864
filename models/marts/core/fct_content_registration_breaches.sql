with breaches as (

    select * from {{ ref('int_cmi5_breaches') }}

)

select
    event_id,
    rule,
    learner_id,
    registration,
    unit_id,
    cmi5_session_id,
    event_at
from breaches
