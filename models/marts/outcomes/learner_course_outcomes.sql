with participations as (

    select * from {{ ref('fct_participations') }}

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

courses as (

    select * from {{ ref('dim_course') }}

),

horizon as (

    select max(date_day) as last_day
    from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}

),

events as (

    select * from {{ ref('fct_learning_events') }}
    where {{ is_true('is_about_course') }}
        and course_run_id is not null

),

visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null

),

days as (

    select * from {{ ref('fct_learning_days') }}

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where course_run_id is not null

),

completions as (

    select * from {{ ref('fct_completions') }}
    where activity_id is null
        and course_run_id is not null

),

grades as (

    select * from {{ ref('fct_grades') }}
    where activity_id is null
        and course_run_id is not null

),

contents as (

    select
        course_run_id,
        count(*) as content_items
    from {{ ref('dim_activity') }}
    where content_item_id = activity_id
        and course_run_id is not null
    group by course_run_id

),

progress as (

    select
        learner_id,
        course_run_id,
        count(*) as reached_items
    from {{ ref('fct_content_progress') }}
    group by
        learner_id,
        course_run_id

),

-- What statements say about the course itself.
told as (

    select
        learner_id,
        course_run_id,
        {{ last_by(
            'score_scaled', 'event_at', 'event_id', 'float', "verb_name in ('passed', 'failed', 'scored', 'completed')"
        ) }} as score_scaled,
        {{ last_by('verb_name', 'event_at', 'event_id', 'text', "verb_name in ('passed', 'failed')") }} as judgment,
        min(case
            when verb_name in ('completed', 'satisfied') or {{ is_true('is_completion') }} then event_at
        end) as completed_at
    from events
    group by
        learner_id,
        course_run_id

),

-- What the systems that hold the course say.
completed as (

    select
        learner_id,
        course_run_id,
        max(case when {{ is_true('is_completed') }} then 1 else 0 end) as is_completed,
        min(case when {{ is_true('is_completed') }} then completed_at end) as completed_at,
        max(progress_share) as progress_share
    from completions
    group by
        learner_id,
        course_run_id

),

-- A final grade outweighs one in progress; then the latest counts.
ranked_grades as (

    select
        grades.*,
        row_number() over (
            partition by learner_id, course_run_id
            order by
                case when {{ is_true('is_final') }} then 1 else 2 end,
                case when graded_at is null then 1 else 0 end,
                graded_at desc,
                grade_id
        ) as preference
    from grades

),

activity as (

    select
        learner_id,
        course_run_id,
        cast(sum(events) as {{ dbt.type_bigint() }}) as events,
        count(distinct session_id) as sessions,
        {{ exact_sum('active_seconds') }} as active_seconds,
        min(started_at) as first_event_at,
        max(ended_at) as last_event_at
    from visits
    group by
        learner_id,
        course_run_id

),

worked as (

    select
        learner_id,
        course_run_id,
        cast(sum(submissions) as {{ dbt.type_bigint() }}) as submissions,
        cast(sum(posts) as {{ dbt.type_bigint() }}) as posts,
        cast(sum(meetings_attended) as {{ dbt.type_bigint() }}) as meetings_attended,
        cast(sum(clicks) as {{ dbt.type_bigint() }}) as clicks
    from days
    group by
        learner_id,
        course_run_id

),

assessments as (

    select
        learner_id,
        course_run_id,
        assessment_id,
        count(*) as attempts,
        max(score_scaled) as best_score,
        max(case when {{ is_true('is_passed') }} then 1 else 0 end) as passed
    from attempts
    group by
        learner_id,
        course_run_id,
        assessment_id

),

assessed as (

    select
        learner_id,
        course_run_id,
        cast(sum(attempts) as {{ dbt.type_bigint() }}) as attempts,
        count(*) as assessments_attempted,
        cast(sum(passed) as {{ dbt.type_bigint() }}) as assessments_passed,
        {{ exact_mean('best_score') }} as mean_best_score
    from assessments
    group by
        learner_id,
        course_run_id

),

judged as (

    select
        participations.*,
        courses.credits,
        told.score_scaled,
        -- A statement about the course outweighs the grade book.
        case told.judgment
            when 'passed' then {{ boolean_value(true) }}
            when 'failed' then {{ boolean_value(false) }}
            else ranked_grades.is_passed
        end as is_passed,
        -- Without evidence the outcome is unknown, never a failure.
        case
            when
                told.completed_at is not null
                or completed.is_completed = 1
                or participations.enrollment_status = 'completed' then {{ boolean_value(true) }}
            when completed.is_completed = 0 then {{ boolean_value(false) }}
        end as is_completed,
        {{ earlier_of(earlier_of('told.completed_at', 'completed.completed_at'), 'participations.completed_at') }}
            as first_completed_at,
        completed.progress_share,
        ranked_grades.grade_text,
        ranked_grades.score_raw / nullif(ranked_grades.score_max, 0) as grade_share,
        case when {{ local_date('runs.ends_at') }} <= horizon.last_day then 1 else 0 end as is_over
    from participations
    cross join horizon
    left join runs
        on participations.course_run_id = runs.course_run_id
    left join courses
        on participations.course_id = courses.course_id
    left join told
        on participations.learner_id = told.learner_id
        and participations.course_run_id = told.course_run_id
    left join completed
        on participations.learner_id = completed.learner_id
        and participations.course_run_id = completed.course_run_id
    left join ranked_grades
        on participations.learner_id = ranked_grades.learner_id
        and participations.course_run_id = ranked_grades.course_run_id
        and ranked_grades.preference = 1

)

select
    judged.learner_id,
    judged.course_id,
    judged.course_run_id,
    judged.enrollment_status,
    case
        when not {{ is_true('judged.is_passed') }} then 'failed'
        when {{ is_true('judged.is_passed') }} then 'passed'
        when {{ is_true('judged.is_completed') }} then 'completed'
        when judged.enrollment_status = 'withdrawn' then 'withdrawn'
        when judged.is_over = 1 then 'unknown'
        when judged.first_active_date is null then 'not_started'
        else 'in_progress'
    end as outcome,
    judged.grade_text,
    judged.grade_share,
    judged.score_scaled,
    case
        when judged.credits is null then null
        when not {{ is_true('judged.is_passed') }} then 0
        when {{ is_true('judged.is_passed') }} or {{ is_true('judged.is_completed') }} then judged.credits
        else 0
    end as credits_earned,
    judged.progress_share,
    {{ share_of('coalesce(progress.reached_items, 0)', 'contents.content_items') }} as reached_share,
    judged.is_completed,
    judged.is_passed,
    judged.enrolled_at,
    judged.first_completed_at as completed_at,
    {{ milliseconds_between(
        'coalesce(judged.enrolled_at, activity.first_event_at)', 'judged.first_completed_at'
    ) }} / 86400000.0 as days_to_complete,
    coalesce(activity.events, 0) as events,
    coalesce(activity.sessions, 0) as sessions,
    judged.active_days,
    coalesce(activity.active_seconds, 0) as active_seconds,
    coalesce(assessed.attempts, 0) as attempts,
    coalesce(assessed.assessments_attempted, 0) as assessments_attempted,
    coalesce(assessed.assessments_passed, 0) as assessments_passed,
    assessed.mean_best_score,
    coalesce(worked.submissions, 0) as submissions,
    coalesce(worked.posts, 0) as posts,
    coalesce(worked.meetings_attended, 0) as meetings_attended,
    coalesce(worked.clicks, 0) as clicks,
    activity.first_event_at,
    activity.last_event_at
from judged
left join activity
    on judged.learner_id = activity.learner_id
    and judged.course_run_id = activity.course_run_id
left join worked
    on judged.learner_id = worked.learner_id
    and judged.course_run_id = worked.course_run_id
left join assessed
    on judged.learner_id = assessed.learner_id
    and judged.course_run_id = assessed.course_run_id
left join contents
    on judged.course_run_id = contents.course_run_id
left join progress
    on judged.learner_id = progress.learner_id
    and judged.course_run_id = progress.course_run_id
