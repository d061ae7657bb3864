-- Of several bodies under one id the earliest stored readable one counts, so that the order of arrival does not matter.
{{ config(
    materialized='incremental',
    incremental_strategy='merge' if target.type in ['spark', 'bigquery'] else 'delete+insert',
    unique_key='statement_id' if target.type not in ['spark', 'bigquery'] else ['load_id', 'record_number'],
) }}

with newer_versions as (

    select distinct statement_id
    from {{ ref('base_xapi__statements') }}
    {% if is_incremental() %}
    where load_id > (select coalesce(max(built.load_id), 0) from {{ this }} as built)
    {% endif %}

),

repeated_versions as (

    select statement_id
    from {{ ref('base_xapi__statements') }}
    {% if is_incremental() %}
    where statement_id in (select newer_versions.statement_id from newer_versions)
    {% endif %}
    group by statement_id
    having count(*) > 1

)

select
    statements.statement_id,
    statements.load_id,
    statements.record_number,
    statements.source_id,
    statements.payload_hash,
    row_number() over (
        partition by statements.statement_id
        order by
            case when statements.rejection_reasons is null then 0 else 1 end,
            case when statements.stored_at is null then 1 else 0 end,
            statements.stored_at,
            statements.payload_hash,
            statements.source_id,
            statements.load_id,
            statements.record_number
    ) as preference
from {{ ref('base_xapi__statements') }} as statements
inner join repeated_versions
    on statements.statement_id = repeated_versions.statement_id
