{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}

)

select
    statement_id,
    source_id,
    verb_id,
    object_id,
    rejection_reasons,
    event_at,
    stored_at
from statements
where rejection_reasons is not null
