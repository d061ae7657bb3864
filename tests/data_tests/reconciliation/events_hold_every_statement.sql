-- What it checks: each statement that was accepted, is not voided and tells of a learner is an event, and each event of
-- a record store is such a statement.
-- When it matters: always; a row is a statement that no mart counts, or an event out of nothing.
-- How to resolve it: look the statement up in stg_xapi__statements, then in int_xapi_events and int_learning_events;
-- where the last ones lag behind, dbt build --full-refresh, and report it.
with statements as (

    select statements.statement_id
    from {{ ref('stg_xapi__statements') }} as statements
    inner join {{ ref('learner_vault') }} as vault
        on statements.actor_identifier = vault.identifier
    inner join {{ ref('dim_learner') }} as learners
        on vault.learner_id = learners.learner_id
    where statements.object_class not in ('SubStatement', 'StatementRef')
        and not {{ is_true('statements.is_voided') }}
    union distinct
    select statements.statement_id
    from {{ ref('stg_xapi__statements') }} as statements
    inner join {{ ref('stg_xapi__group_members') }} as members
        on statements.statement_id = members.statement_id
    inner join {{ ref('learner_vault') }} as vault
        on members.member_identifier = vault.identifier
    inner join {{ ref('dim_learner') }} as learners
        on vault.learner_id = learners.learner_id
    where statements.object_class not in ('SubStatement', 'StatementRef')
        and not {{ is_true('statements.is_voided') }}

),

events as (

    select distinct statement_id
    from {{ ref('fct_learning_events') }}
    where statement_id is not null

)

select
    statements.statement_id as accepted_statement,
    events.statement_id as counted_statement
from statements
full outer join events
    on statements.statement_id = events.statement_id
where statements.statement_id is null
    or events.statement_id is null
