{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__statements') }}

),

superseded_versions as (

    select
        load_id,
        record_number
    from {{ ref('stg_xapi__repeated_statements') }}
    where preference > 1

)

select statements.*
from statements
left join superseded_versions
    on statements.load_id = superseded_versions.load_id
    and statements.record_number = superseded_versions.record_number
where superseded_versions.load_id is null
