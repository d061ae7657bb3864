with events as (

    select * from {{ ref('int_attempt_events') }}

),

attempts as (

    select
        attempt_id,
        learner_id,
        assessment_id,
        min(course_id) as course_id,
        min(registration) as registration,
        {{ last_known('score_scaled', "activity_kind = 'assessment'") }} as score_scaled,
        {{ last_known('score_raw', "activity_kind = 'assessment'") }} as score_raw,
        count(case when activity_kind = 'question' then 1 end) as responses,
        count(case when activity_kind = 'question' and is_success then 1 end) as correct_responses,
        {{ last_known("case when verb_name = 'passed' then true when verb_name = 'failed' then false else is_success end", "activity_kind = 'assessment'") }} as is_passed,
        {{ last_known("case when verb_name in ('completed', 'passed', 'failed') then true else is_completion end", "activity_kind = 'assessment'") }} as is_completed,
        min(event_at) as started_at,
        max(event_at) as ended_at
    from events
    group by 1, 2, 3

)

select
    attempt_id,
    learner_id,
    assessment_id,
    course_id,
    registration,
    row_number() over (partition by learner_id, assessment_id order by started_at, attempt_id) as attempt_number,
    score_scaled,
    score_raw,
    responses,
    correct_responses,
    is_passed,
    is_completed,
    started_at,
    ended_at
from attempts
