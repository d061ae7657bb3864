{{ config(materialized='table') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}

)

select
    lower(object_id) as voided_statement_id,
    min(statement_id) as voiding_statement_id,
    count(*) as voidings,
    min(event_at) as voided_at
from statements
where verb_id = 'http://adlnet.gov/expapi/verbs/voided'
    and object_class = 'StatementRef'
    and rejection_reasons is null
group by lower(object_id)
