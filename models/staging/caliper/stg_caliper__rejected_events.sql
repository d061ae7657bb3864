{{ config(enabled=uses('caliper'), schema='pii') }}

select
    source_id,
    event_key,
    event_type,
    action,
    actor_id,
    object_id,
    rejection_reasons,
    deliveries,
    event_at,
    sent_at
from {{ ref('base_caliper__events') }}
where rejection_reasons is not null
