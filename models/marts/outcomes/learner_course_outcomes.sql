with events as (

    select * from {{ ref('fct_learning_events') }}
    where course_id is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where course_id is not null

),

activity as (

    select
        learner_id,
        course_id,
        count(*) as events,
        count(distinct session_id) as sessions,
        count(distinct event_date) as active_days,
        {{ exact_sum('active_seconds') }} as active_seconds,
        {{ last_known('score_scaled', "activity_id = course_id and verb_name in ('passed', 'failed', 'scored', 'completed')") }} as score_scaled,
        {{ last_known("case when verb_name = 'passed' then true when verb_name = 'failed' then false end", "activity_id = course_id") }} as is_passed,
        min(case
            when activity_id = course_id and (verb_name in ('completed', 'satisfied') or is_completion) then event_at
        end) as completed_at,
        min(event_at) as first_event_at,
        max(event_at) as last_event_at
    from events
    group by 1, 2

),

assessments as (

    select
        learner_id,
        course_id,
        assessment_id,
        count(*) as attempts,
        max(score_scaled) as best_score,
        max(case when is_passed then 1 else 0 end) as passed
    from attempts
    group by 1, 2, 3

),

assessed as (

    select
        learner_id,
        course_id,
        cast(sum(attempts) as bigint) as attempts,
        count(*) as assessments_attempted,
        cast(sum(passed) as bigint) as assessments_passed,
        {{ exact_mean('best_score') }} as mean_best_score
    from assessments
    group by 1, 2

)

select
    activity.learner_id,
    activity.course_id,
    activity.events,
    activity.sessions,
    activity.active_days,
    coalesce(assessed.attempts, 0) as attempts,
    coalesce(assessed.assessments_attempted, 0) as assessments_attempted,
    coalesce(assessed.assessments_passed, 0) as assessments_passed,
    activity.active_seconds,
    assessed.mean_best_score,
    activity.score_scaled,
    -- Without evidence the outcome is unknown, never a failure.
    case when activity.completed_at is not null then true end as is_completed,
    activity.is_passed,
    activity.completed_at,
    activity.first_event_at,
    activity.last_event_at
from activity
left join assessed
    on activity.learner_id = assessed.learner_id
    and activity.course_id = assessed.course_id
