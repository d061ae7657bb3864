-- Some systems send responses as events; others store them with the attempts that they report.
with attempt_events as (

    select * from {{ ref('int_attempt_events') }}
    where activity_kind = 'question'

),

item_responses as (

    select * from {{ ref('int_item_responses__unioned') }}
    where not {{ is_true('is_left') }}

),

attempts as (

    select * from {{ ref('int_attempts') }}

)

select
    attempt_events.event_id as response_id,
    attempt_events.source_system,
    attempt_events.source_id,
    attempt_events.attempt_id,
    attempt_events.learner_id,
    attempt_events.activity_id as item_id,
    attempt_events.assessment_id,
    attempt_events.course_id,
    attempt_events.course_run_id,
    attempt_events.interaction_type,
    attempt_events.response_option,
    attempt_events.is_success as is_correct,
    attempt_events.score_scaled,
    attempt_events.duration_seconds,
    attempt_events.event_at as answered_at
from attempt_events
union all
select
    item_responses.response_key as response_id,
    item_responses.source_system,
    item_responses.source_id,
    item_responses.attempt_key as attempt_id,
    attempts.learner_id,
    item_responses.item_key as item_id,
    attempts.assessment_id,
    attempts.course_id,
    attempts.course_run_id,
    item_responses.interaction_type,
    item_responses.response_option,
    item_responses.is_correct,
    item_responses.score_raw / nullif(item_responses.score_max, 0) as score_scaled,
    item_responses.latency_seconds as duration_seconds,
    item_responses.responded_at as answered_at
from item_responses
inner join attempts
    on item_responses.attempt_key = attempts.attempt_id
