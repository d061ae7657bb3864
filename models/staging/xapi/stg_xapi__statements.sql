{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__statements') }}

),

voidings as (

    select
        lower(object_id) as statement_id,
        max(load_id) as load_id
    from statements
    where verb_id = 'http://adlnet.gov/expapi/verbs/voided'
        and object_class = 'StatementRef'
        and rejection_reasons is null
    group by 1

),

marked as (

    select
        statements.statement_id,
        statements.source_id,
        -- A voiding that came later is a change of the statement that it voids.
        greatest(statements.load_id, coalesce(voidings.load_id, 0)) as load_id,
        statements.versions,
        statements.actor_identifier,
        statements.actor_name,
        statements.actor_type,
        statements.actor_members,
        statements.verb_id,
        statements.object_class,
        statements.object_id,
        statements.activity_type_id,
        statements.activity_name,
        statements.interaction_type,
        statements.response,
        statements.registration,
        statements.context_key,
        statements.score_scaled,
        statements.score_raw,
        statements.score_min,
        statements.score_max,
        statements.is_success,
        statements.is_completion,
        statements.duration_seconds,
        statements.video_session_id,
        statements.video_length_seconds,
        statements.video_time,
        statements.video_time_from,
        statements.video_time_to,
        statements.video_played_segments,
        statements.cmi5_session_id,
        statements.cmi5_move_on,
        statements.cmi5_mastery_score,
        coalesce(
            voidings.statement_id is not null
            and statements.verb_id <> 'http://adlnet.gov/expapi/verbs/voided', false
        ) as is_voided,
        statements.event_at,
        statements.stored_at,
        statements.faults
    from statements
    left join voidings
        on statements.statement_id = voidings.statement_id
    where statements.rejection_reasons is null

)

select * from marked
