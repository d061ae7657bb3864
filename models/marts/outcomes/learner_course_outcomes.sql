with participations as (

    select * from {{ ref('fct_participations') }}

),

results as (

    select * from {{ ref('fct_course_results') }}

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

courses as (

    select * from {{ ref('dim_course') }}

),

horizon as (

    {{ last_observed_day() }}

),

run_sizes as (

    select
        course_run_id,
        count(*) as content_items
    from {{ ref('dim_activity') }}
    where content_item_id = activity_id
        and course_run_id is not null
    group by course_run_id

),

content_reached as (

    select
        learner_id,
        course_run_id,
        count(*) as reached_items
    from {{ ref('fct_content_progress') }}
    group by
        learner_id,
        course_run_id

),

visit_totals as (

    select
        learner_id,
        course_run_id,
        {{ whole_sum('events') }} as events,
        count(distinct session_id) as sessions,
        {{ exact_sum('active_seconds') }} as active_seconds,
        min(started_at) as first_event_at,
        max(ended_at) as last_event_at
    from {{ ref('fct_activity_visits') }}
    where course_run_id is not null
    group by
        learner_id,
        course_run_id

),

day_totals as (

    select
        learner_id,
        course_run_id,
        {{ whole_sum('submissions') }} as submissions,
        {{ whole_sum('posts') }} as posts,
        {{ whole_sum('meetings_attended') }} as meetings_attended,
        {{ whole_sum('clicks') }} as clicks
    from {{ ref('fct_learning_days') }}
    group by
        learner_id,
        course_run_id

),

attempted_assessments as (

    select
        learner_id,
        course_run_id,
        assessment_id,
        count(*) as attempts,
        max(score_scaled) as best_score,
        max(case when {{ is_true('is_passed') }} then 1 else 0 end) as is_passed
    from {{ ref('fct_attempts') }}
    where course_run_id is not null
    group by
        learner_id,
        course_run_id,
        assessment_id

),

assessment_totals as (

    select
        learner_id,
        course_run_id,
        {{ whole_sum('attempts') }} as attempts,
        count(*) as assessments_attempted,
        {{ whole_sum('is_passed') }} as assessments_passed,
        {{ exact_mean('best_score') }} as mean_best_score
    from attempted_assessments
    group by
        learner_id,
        course_run_id

),

outcomes as (

    select
        results.*,
        case
            when not {{ is_true('results.is_passed') }} then 'failed'
            when {{ is_true('results.is_passed') }} then 'passed'
            when {{ is_true('results.is_completed') }} then 'completed'
            when participations.enrollment_status = 'withdrawn' then 'withdrawn'
            when {{ local_date('runs.ends_at') }} <= horizon.last_day then 'unknown'
            when participations.first_active_date is null then 'not_started'
            else 'in_progress'
        end as outcome,
        participations.enrollment_status,
        participations.enrolled_at,
        participations.active_days
    from participations
    cross join horizon
    inner join results
        on participations.learner_id = results.learner_id
        and participations.course_run_id = results.course_run_id
    left join runs
        on participations.course_run_id = runs.course_run_id

)

select
    outcomes.learner_id,
    outcomes.course_id,
    outcomes.course_run_id,
    outcomes.enrollment_status,
    outcomes.outcome,
    outcomes.grade_text,
    outcomes.grade_share,
    outcomes.score_scaled,
    case
        when courses.credits is null then null
        when outcomes.outcome in ('passed', 'completed') then courses.credits
        else 0
    end as credits_earned,
    outcomes.progress_share,
    {{ share_of('coalesce(content_reached.reached_items, 0)', 'run_sizes.content_items') }} as reached_share,
    outcomes.is_completed,
    outcomes.is_passed,
    outcomes.enrolled_at,
    outcomes.completed_at,
    {{ milliseconds_between(
        'coalesce(outcomes.enrolled_at, visit_totals.first_event_at)', 'outcomes.completed_at'
    ) }} / 86400000.0 as days_to_complete,
    coalesce(visit_totals.events, 0) as events,
    coalesce(visit_totals.sessions, 0) as sessions,
    outcomes.active_days,
    coalesce(visit_totals.active_seconds, 0) as active_seconds,
    coalesce(assessment_totals.attempts, 0) as attempts,
    coalesce(assessment_totals.assessments_attempted, 0) as assessments_attempted,
    coalesce(assessment_totals.assessments_passed, 0) as assessments_passed,
    assessment_totals.mean_best_score,
    coalesce(day_totals.submissions, 0) as submissions,
    coalesce(day_totals.posts, 0) as posts,
    coalesce(day_totals.meetings_attended, 0) as meetings_attended,
    coalesce(day_totals.clicks, 0) as clicks,
    visit_totals.first_event_at,
    visit_totals.last_event_at
from outcomes
left join courses
    on outcomes.course_id = courses.course_id
left join visit_totals
    on outcomes.learner_id = visit_totals.learner_id
    and outcomes.course_run_id = visit_totals.course_run_id
left join day_totals
    on outcomes.learner_id = day_totals.learner_id
    and outcomes.course_run_id = day_totals.course_run_id
left join assessment_totals
    on outcomes.learner_id = assessment_totals.learner_id
    and outcomes.course_run_id = assessment_totals.course_run_id
left join run_sizes
    on outcomes.course_run_id = run_sizes.course_run_id
left join content_reached
    on outcomes.learner_id = content_reached.learner_id
    and outcomes.course_run_id = content_reached.course_run_id
