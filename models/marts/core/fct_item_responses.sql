with events as (

    select * from {{ ref('int_attempt_events') }}
    where activity_kind = 'question'

)

select
    event_id,
    attempt_id,
    learner_id,
    activity_id as item_id,
    assessment_id,
    course_id,
    interaction_type,
    score_scaled,
    duration_seconds,
    is_success as is_correct,
    event_at as answered_at
from events
