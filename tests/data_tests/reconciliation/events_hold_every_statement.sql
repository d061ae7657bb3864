-- What it checks: Every accepted statement about a known learner that is not voided is an event, and every event of a
-- record store is such a statement.
-- When it matters: Always. A row is a statement that no mart counts, or an event without a statement.
-- How to resolve it: Look up the statement in stg_xapi__statements, then in int_xapi_events and int_learning_events. If
-- the last two lag behind, run dbt build --full-refresh, and report the failure.
with accepted_statements as (

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

event_statements as (

    select distinct statement_id
    from {{ ref('fct_learning_events') }}
    where statement_id is not null

)

select
    accepted_statements.statement_id as accepted_statement,
    event_statements.statement_id as counted_statement
from accepted_statements
full outer join event_statements
    on accepted_statements.statement_id = event_statements.statement_id
where accepted_statements.statement_id is null
    or event_statements.statement_id is null
