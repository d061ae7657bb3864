{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__statements') }}

)

select
    statement_id,
    source_id,
    load_id,
    verb_id,
    object_id,
    rejection_reasons,
    stored_at
from statements
where rejection_reasons is not null
