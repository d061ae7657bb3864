{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__statements') }}

),

passed_over as (

    select
        load_id,
        record_number
    from {{ ref('stg_xapi__repeated_statements') }}
    where preference > 1

)

select statements.*
from statements
left join passed_over
    on statements.load_id = passed_over.load_id
    and statements.record_number = passed_over.record_number
where passed_over.load_id is null
