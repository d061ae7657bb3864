{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

-- Statements that cmi5 only allows are kept, because they too may not follow the end of a session.
with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}
        and registration is not null
        -- The LMS sends satisfied for blocks and courses, not for units.
        and verb_name <> 'satisfied'

),

cmi5_events as (

    select * from {{ ref('stg_xapi__cmi5_events') }}

)

select
    events.learner_id,
    events.registration,
    cmi5_events.cmi5_session_id,
    -- An allowed statement can be about a part of the unit, so the defined statements of the session give the unit.
    max(case when {{ is_true('events.is_cmi5_defined') }} then events.activity_id end) over (
        partition by events.learner_id, events.registration, cmi5_events.cmi5_session_id
    ) as unit_id,
    events.source_id,
    events.course_id,
    events.course_run_id,
    events.event_id,
    events.verb_name,
    events.is_cmi5_defined,
    events.score_scaled,
    events.duration_seconds,
    events.is_success,
    events.is_completion,
    events.event_at,
    events.change_id,
    max(cmi5_events.cmi5_move_on) over (
        partition by events.learner_id, events.registration, cmi5_events.cmi5_session_id
    ) as move_on,
    max(cmi5_events.cmi5_mastery_score) over (
        partition by events.learner_id, events.registration, cmi5_events.cmi5_session_id
    ) as mastery_score,
    row_number() over (
        partition by events.learner_id, events.registration, cmi5_events.cmi5_session_id
        order by events.event_at, events.event_id
    ) as place_in_session
from events
inner join cmi5_events
    on events.statement_id = cmi5_events.statement_id
