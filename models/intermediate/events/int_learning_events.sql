-- The canonical shape: one row for each learner whom a statement tells of, voided ones included and marked.
with statements as (

    select * from {{ ref('stg_xapi__statements') }}

),

members as (

    select * from {{ ref('stg_xapi__group_members') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

),

contexts as (

    select * from {{ ref('int_contexts') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

verbs as (

    select * from {{ ref('verbs') }}

),

actors as (

    select
        statement_id,
        statement_id as event_id,
        actor_identifier as identifier
    from statements
    where actor_type is distinct from 'Group'
    union all
    select
        statement_id,
        statement_id || '/' || position as event_id,
        member_identifier as identifier
    from members

)

select
    actors.event_id,
    statements.statement_id,
    statements.source_id,
    'xapi' as source_system,
    vault.learner_id,
    statements.object_id as activity_id,
    coalesce(contexts.course_id, case when activities.activity_kind = 'course' then statements.object_id end) as course_id,
    contexts.parent_activity_id,
    statements.verb_id,
    statements.registration,
    coalesce(verbs.verb_name, regexp_extract(statements.verb_id, '([^/#:]+)/?$', 1)) as verb_name,
    coalesce(verbs.verb_class, 'other') as verb_class,
    coalesce(activities.activity_kind, 'other') as activity_kind,
    statements.interaction_type,
    statements.faults,
    statements.score_scaled,
    statements.score_raw,
    statements.score_min,
    statements.score_max,
    statements.duration_seconds,
    statements.is_success,
    statements.is_completion,
    coalesce(contexts.is_cmi5_defined, false) as is_cmi5_defined,
    statements.is_voided,
    statements.event_at,
    statements.stored_at,
    greatest(statements.load_id, vault.load_id) as load_id
from actors
inner join statements
    on actors.statement_id = statements.statement_id
inner join vault
    on actors.identifier = vault.identifier
left join contexts
    on statements.context_key = contexts.context_key
left join activities
    on statements.object_id = activities.activity_id
left join verbs
    on statements.verb_id = verbs.verb_iri
where statements.object_class not in ('SubStatement', 'StatementRef')
