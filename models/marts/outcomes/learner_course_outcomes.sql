{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with learners as (

    select * from {{ ref('dim_learner') }}

),

events as (

    select * from {{ ref('fct_learning_events') }}
    where course_id is not null
        and {{ learner_changed(ref('dim_learner')) }}

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where course_id is not null
        and {{ learner_changed(ref('dim_learner')) }}

),

-- What is said about the course itself.
judged as (

    select
        events.*,
        case
            when {{ is_true('is_about_course') }} and verb_name in ('passed', 'failed', 'scored', 'completed')
                then score_scaled
        end as course_score,
        case
            when {{ is_true('is_about_course') }} and verb_name in ('passed', 'failed') then verb_name
        end as course_judgment,
        case
            when {{ is_true('is_about_course') }}
                and (verb_name in ('completed', 'satisfied') or {{ is_true('is_completion') }}) then event_at
        end as course_completed_at
    from events

),

activity as (

    select
        learner_id,
        course_id,
        count(*) as events,
        count(distinct session_id) as sessions,
        count(distinct event_date) as active_days,
        {{ exact_sum('active_seconds') }} as active_seconds,
        {{ last_by('course_score', 'event_at', 'event_id', 'float') }} as score_scaled,
        {{ last_by('course_judgment', 'event_at', 'event_id', 'text') }} as last_judgment,
        min(course_completed_at) as completed_at,
        min(event_at) as first_event_at,
        max(event_at) as last_event_at
    from judged
    group by
        learner_id,
        course_id

),

assessments as (

    select
        learner_id,
        course_id,
        assessment_id,
        count(*) as attempts,
        max(score_scaled) as best_score,
        max(case when {{ is_true('is_passed') }} then 1 else 0 end) as passed
    from attempts
    group by
        learner_id,
        course_id,
        assessment_id

),

assessed as (

    select
        learner_id,
        course_id,
        cast(sum(attempts) as {{ dbt.type_bigint() }}) as attempts,
        count(*) as assessments_attempted,
        cast(sum(passed) as {{ dbt.type_bigint() }}) as assessments_passed,
        {{ exact_mean('best_score') }} as mean_best_score
    from assessments
    group by
        learner_id,
        course_id

),

-- An attempt that an LMS sums up itself is in no event.
pairs as (

    select
        learner_id,
        course_id
    from activity
    union distinct
    select
        learner_id,
        course_id
    from assessed

)

select
    pairs.learner_id,
    pairs.course_id,
    coalesce(activity.events, 0) as events,
    coalesce(activity.sessions, 0) as sessions,
    coalesce(activity.active_days, 0) as active_days,
    coalesce(assessed.attempts, 0) as attempts,
    coalesce(assessed.assessments_attempted, 0) as assessments_attempted,
    coalesce(assessed.assessments_passed, 0) as assessments_passed,
    coalesce(activity.active_seconds, 0) as active_seconds,
    assessed.mean_best_score,
    activity.score_scaled,
    -- Without evidence the outcome is unknown, never a failure.
    case when activity.completed_at is not null then {{ boolean_value(true) }} end as is_completed,
    case
        when activity.last_judgment = 'passed' then {{ boolean_value(true) }}
        when activity.last_judgment = 'failed' then {{ boolean_value(false) }}
    end as is_passed,
    activity.completed_at,
    activity.first_event_at,
    activity.last_event_at,
    learners.change_id
from pairs
inner join learners
    on pairs.learner_id = learners.learner_id
left join activity
    on pairs.learner_id = activity.learner_id
    and pairs.course_id = activity.course_id
left join assessed
    on pairs.learner_id = assessed.learner_id
    and pairs.course_id = assessed.course_id
