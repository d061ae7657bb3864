{{ config(materialized='table') }}

with statements as (

    select * from {{ ref('base_xapi__statements') }}

)

select
    statement_id,
    count(*) as versions,
    count(distinct payload_hash) as bodies,
    count(distinct source_id) as sources
from statements
group by statement_id
having count(*) > 1
