-- Answers of every system: those told by events, and those that a system keeps with its attempts.
with told as (

    select * from {{ ref('int_attempt_events') }}
    where activity_kind = 'question'

),

kept as (

    select * from {{ ref('int_item_responses__unioned') }}
    where not {{ is_true('is_left') }}

),

attempts as (

    select * from {{ ref('int_attempts') }}

)

select
    told.event_id as response_id,
    told.source_system,
    told.source_id,
    told.attempt_id,
    told.learner_id,
    told.activity_id as item_id,
    told.assessment_id,
    told.course_id,
    told.course_run_id,
    told.interaction_type,
    told.response_option,
    told.is_success as is_correct,
    told.score_scaled,
    told.duration_seconds,
    told.event_at as answered_at
from told
union all
select
    kept.response_key as response_id,
    kept.source_system,
    kept.source_id,
    kept.attempt_key as attempt_id,
    attempts.learner_id,
    kept.item_key as item_id,
    attempts.assessment_id,
    attempts.course_id,
    attempts.course_run_id,
    kept.interaction_type,
    kept.response_option,
    kept.is_correct,
    kept.score_raw / nullif(kept.score_max, 0) as score_scaled,
    kept.latency_seconds as duration_seconds,
    kept.responded_at as answered_at
from kept
inner join attempts
    on kept.attempt_key = attempts.attempt_id
