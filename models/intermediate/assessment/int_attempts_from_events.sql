with attempt_events as (

    select * from {{ ref('int_attempt_events') }}

),

-- Verb and result of a statement can contradict each other; the verb counts.
judged_events as (

    select
        attempt_events.*,
        case when activity_id = assessment_id then 1 else 0 end as is_about_assessment,
        case
            when verb_name = 'passed' then {{ boolean_value(true) }}
            when verb_name = 'failed' then {{ boolean_value(false) }}
            else is_success
        end as said_passed,
        case
            when verb_name in ('completed', 'passed', 'failed') then {{ boolean_value(true) }}
            else is_completion
        end as said_completed
    from attempt_events

),

attempts as (

    select
        attempt_id,
        learner_id,
        assessment_id,
        min(source_system) as source_system,
        min(source_id) as source_id,
        min(course_id) as course_id,
        min(course_run_id) as course_run_id,
        min(registration) as registration,
        {{ last_by('score_scaled', 'event_at', 'event_id', 'float', 'is_about_assessment = 1') }} as score_scaled,
        {{ last_by('score_raw', 'event_at', 'event_id', 'float', 'is_about_assessment = 1') }} as score_raw,
        count(case when activity_kind = 'question' then 1 end) as responses,
        count(case
            when activity_kind = 'question' and {{ is_true('is_success') }} then 1
        end) as correct_responses,
        {{ last_by('said_passed', 'event_at', 'event_id', 'boolean', 'is_about_assessment = 1') }} as is_passed,
        {{ last_by('said_completed', 'event_at', 'event_id', 'boolean', 'is_about_assessment = 1') }} as is_completed,
        min(event_at) as started_at,
        min(event_date) as started_date,
        max(event_at) as ended_at
    from judged_events
    group by
        attempt_id,
        learner_id,
        assessment_id

)

select
    attempt_id,
    source_system,
    source_id,
    learner_id,
    assessment_id,
    course_id,
    course_run_id,
    registration,
    score_scaled,
    score_raw,
    responses,
    correct_responses,
    is_passed,
    is_completed,
    started_at,
    started_date,
    ended_at
from attempts
