{{ config(schema='pii') }}

-- Of several bodies under one id the earliest stored readable one counts, in whatever order they came. Few ids have
-- several, so only those are ranked.
with repeated as (

    select * from {{ ref('stg_xapi__repeated_statements') }}

),

sent_once as (

    select
        statements.*,
        1 as preference
    from {{ ref('base_xapi__statements') }} as statements
    left join repeated
        on statements.statement_id = repeated.statement_id
    where repeated.statement_id is null

),

sent_again as (

    select
        statements.*,
        row_number() over (
            partition by statements.statement_id
            order by
                case when statements.rejection_reasons is null then 0 else 1 end,
                case when statements.stored_at is null then 1 else 0 end,
                statements.stored_at,
                statements.payload_hash,
                statements.source_id
        ) as preference
    from {{ ref('base_xapi__statements') }} as statements
    inner join repeated
        on statements.statement_id = repeated.statement_id

)

select * from sent_once
union all
select * from sent_again
where preference = 1
