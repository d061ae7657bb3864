{% set parts = [
    'visit_days', 'view_days', 'attempt_days', 'submission_days', 'post_days', 'meeting_days', 'click_days',
] %}

with visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null

),

activities as (

    select * from {{ ref('dim_activity') }}

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

visit_days as (

    select
        visits.learner_id,
        visits.course_run_id,
        visits.visit_date as date_day,
        {{ visit_measures() }}
    from visits
    left join activities
        on visits.activity_id = activities.activity_id
    group by
        visits.learner_id,
        visits.course_run_id,
        visits.visit_date

),

view_days as (

    select
        learner_id,
        course_run_id,
        started_date as date_day,
        count(*) as video_views,
        {{ exact_sum('played_seconds') }} as video_played_seconds
    from {{ ref('fct_video_views') }}
    where course_run_id is not null
    group by
        learner_id,
        course_run_id,
        started_date

),

attempt_days as (

    select
        learner_id,
        course_run_id,
        started_date as date_day,
        count(*) as attempts
    from {{ ref('fct_attempts') }}
    where course_run_id is not null
        and started_date is not null
    group by
        learner_id,
        course_run_id,
        started_date

),

submission_days as (

    select
        learner_id,
        course_run_id,
        submitted_date as date_day,
        count(*) as submissions
    from {{ ref('fct_submissions') }}
    where course_run_id is not null
        and submitted_date is not null
    group by
        learner_id,
        course_run_id,
        submitted_date

),

post_days as (

    select
        learner_id,
        course_run_id,
        posted_date as date_day,
        count(*) as posts
    from {{ ref('fct_discussion_posts') }}
    where course_run_id is not null
        and posted_date is not null
        and case when {{ is_true('is_deleted') }} then 1 else 0 end = 0
    group by
        learner_id,
        course_run_id,
        posted_date

),

meeting_days as (

    select
        learner_id,
        course_run_id,
        meeting_date as date_day,
        count(*) as meetings_attended,
        {{ exact_sum('coalesce(attended_seconds, stated_seconds, 0)') }} as attended_seconds
    from {{ ref('fct_attendance') }}
    where course_run_id is not null
        and meeting_date is not null
        and case when {{ is_true('is_host') }} then 1 else 0 end = 0
    group by
        learner_id,
        course_run_id,
        meeting_date

),

click_days as (

    select
        learner_id,
        course_run_id,
        click_date as date_day,
        {{ whole_sum('clicks') }} as clicks
    from {{ ref('fct_daily_clicks') }}
    where course_run_id is not null
    group by
        learner_id,
        course_run_id,
        click_date

),

active_days as (

    {% for part in parts -%}
    select
        learner_id,
        course_run_id,
        date_day
    from {{ part }}
    {{ 'union distinct' if not loop.last }}
    {% endfor %}
),

day_measures as (

    select
        active_days.learner_id,
        active_days.course_run_id,
        active_days.date_day,
        coalesce(visit_days.events, 0) as events,
        coalesce(visit_days.sessions, 0) as sessions,
        coalesce(visit_days.activities, 0) as activities,
        coalesce(visit_days.pages, 0) as pages,
        coalesce(visit_days.item_responses, 0) as item_responses,
        coalesce(view_days.video_views, 0) as video_views,
        coalesce(attempt_days.attempts, 0) as attempts,
        coalesce(submission_days.submissions, 0) as submissions,
        coalesce(post_days.posts, 0) as posts,
        coalesce(meeting_days.meetings_attended, 0) as meetings_attended,
        coalesce(click_days.clicks, 0) as clicks,
        coalesce(visit_days.active_seconds, 0) as active_seconds,
        coalesce(view_days.video_played_seconds, 0) as video_played_seconds,
        coalesce(meeting_days.attended_seconds, 0) as attended_seconds
    from active_days
    {% for part in parts -%}
    left join {{ part }}
        on active_days.learner_id = {{ part }}.learner_id
        and active_days.course_run_id = {{ part }}.course_run_id
        and active_days.date_day = {{ part }}.date_day
    {% endfor %}
)

select
    day_measures.learner_id,
    runs.course_id,
    day_measures.course_run_id,
    day_measures.date_day,
    day_measures.events,
    day_measures.sessions,
    day_measures.activities,
    day_measures.pages,
    day_measures.item_responses,
    day_measures.video_views,
    day_measures.attempts,
    day_measures.submissions,
    day_measures.posts,
    day_measures.meetings_attended,
    day_measures.clicks,
    day_measures.active_seconds,
    day_measures.video_played_seconds,
    day_measures.attended_seconds,
    {{ is_active_day() }} as is_active
from day_measures
left join runs
    on day_measures.course_run_id = runs.course_run_id
