{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with events as (

    select
        event_id,
        learner_id,
        activity_id,
        source_system,
        source_id,
        course_id,
        course_run_id,
        activity_kind,
        verb_name,
        registration,
        interaction_type,
        response_option,
        score_scaled,
        score_raw,
        duration_seconds,
        is_success,
        is_completion,
        event_at,
        event_date,
        change_id,
        assessment_id,
        case
            when activity_kind = 'assessment' and verb_name in ('attempted', 'initialized', 'launched') then 1
            else 0
        end as is_start
    from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}
        -- Other systems report whole attempts, which int_attempts__unioned contains.
        and source_system = 'xapi'
        and assessment_id is not null
        and (activity_kind = 'assessment' or verb_name = 'answered')

),

numbered_events as (

    -- Without a registration, only the starts separate attempts, so each start opens the next attempt.
    select
        events.*,
        sum(case when registration is null then is_start else 0 end) over (
            partition by learner_id, assessment_id, registration
            order by event_at, event_id
            rows between unbounded preceding and current row
        ) as start_number
    from events

)

select
    event_id,
    -- The id of an attempt is that of its first event, so it does not depend on the order of arrival.
    first_value(event_id) over (
        partition by learner_id, assessment_id, registration, start_number
        order by event_at, event_id
        rows between unbounded preceding and current row
    ) as attempt_id,
    learner_id,
    activity_id,
    assessment_id,
    source_system,
    source_id,
    course_id,
    course_run_id,
    activity_kind,
    verb_name,
    registration,
    interaction_type,
    response_option,
    score_scaled,
    score_raw,
    duration_seconds,
    is_success,
    is_completion,
    event_at,
    event_date,
    change_id
from numbered_events
