{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}

),

voidings as (

    select * from {{ ref('stg_xapi__voidings') }}

),

part_faults as (

    select
        payload_hash,
        min(faults) as faults
    from {{ ref('base_xapi__part_faults') }}
    group by payload_hash

)

select
    statements.statement_id,
    statements.source_id,
    statements.payload_hash,
    -- A group is not a learner. Its members are in stg_xapi__group_members.
    case
        when coalesce(statements.actor_type, 'Agent') <> 'Group' then statements.actor_identifier
    end as actor_identifier,
    statements.actor_name,
    statements.verb_id,
    statements.object_class,
    statements.object_id,
    statements.interaction_type,
    statements.response,
    statements.registration,
    statements.context_key,
    statements.score_scaled,
    statements.score_raw,
    statements.score_min,
    statements.score_max,
    statements.duration_seconds,
    statements.is_success,
    statements.is_completion,
    -- A voiding statement itself cannot be voided.
    {{ as_boolean(
        "voidings.voided_statement_id is not null and statements.verb_id <> 'http://adlnet.gov/expapi/verbs/voided'"
    ) }} as is_voided,
    {{ joined_codes(['statements.faults', 'part_faults.faults']) }} as faults,
    statements.event_at,
    statements.stored_at
from statements
left join part_faults
    on statements.payload_hash = part_faults.payload_hash
left join voidings
    on statements.statement_id = voidings.voided_statement_id
where statements.rejection_reasons is null
