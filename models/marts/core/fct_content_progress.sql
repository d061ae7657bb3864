-- Any sign of a learner at a part of the content counts, whichever system reports it.
with activities as (

    select * from {{ ref('dim_activity') }}
    where content_item_id is not null

),

runs as (

    select * from {{ ref('dim_course_run') }}

),

visits as (

    select
        learner_id,
        course_run_id,
        activity_id,
        visit_date as date_day,
        completions,
        active_seconds
    from {{ ref('fct_activity_visits') }}
    where activity_id is not null
        and course_run_id is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where course_run_id is not null

),

submissions as (

    select * from {{ ref('fct_submissions') }}
    where submitted_at is not null

),

posts as (

    select * from {{ ref('fct_discussion_posts') }}

),

completions as (

    select * from {{ ref('fct_completions') }}
    where activity_id is not null
        and {{ is_true('is_completed') }}

),

registrations as (

    select * from {{ ref('fct_content_registrations') }}

),

clicks as (

    select * from {{ ref('fct_daily_clicks') }}

),

content_touches as (

    select
        learner_id,
        course_run_id,
        activity_id,
        date_day,
        case when completions > 0 then 1 else 0 end as is_completed,
        active_seconds
    from visits
    union all
    select
        learner_id,
        course_run_id,
        assessment_id as activity_id,
        started_date as date_day,
        case when {{ is_true('is_completed') }} then 1 else 0 end as is_completed,
        0 as active_seconds
    from attempts
    union all
    select
        learner_id,
        course_run_id,
        activity_id,
        submitted_date as date_day,
        1 as is_completed,
        0 as active_seconds
    from submissions
    union all
    select
        learner_id,
        course_run_id,
        activity_id,
        posted_date as date_day,
        0 as is_completed,
        0 as active_seconds
    from posts
    union all
    select
        learner_id,
        course_run_id,
        activity_id,
        {{ local_date('completed_at') }} as date_day,
        1 as is_completed,
        0 as active_seconds
    from completions
    union all
    select
        learner_id,
        course_run_id,
        unit_id as activity_id,
        {{ local_date('started_at') }} as date_day,
        case when {{ is_true('is_completed') }} then 1 else 0 end as is_completed,
        0 as active_seconds
    from registrations
    union all
    select
        learner_id,
        course_run_id,
        activity_id,
        click_date as date_day,
        0 as is_completed,
        0 as active_seconds
    from clicks

)

select
    content_touches.learner_id,
    min(runs.course_id) as course_id,
    content_touches.course_run_id,
    activities.content_item_id,
    count(distinct content_touches.date_day) as days,
    {{ exact_sum('content_touches.active_seconds') }} as active_seconds,
    -- An item may consist of several activities. Only the item itself says whether it is completed.
    {{ as_boolean(
        'max(case when activities.activity_id = activities.content_item_id then content_touches.is_completed else 0 end) = 1'
    ) }} as is_completed,
    min(content_touches.date_day) as first_date,
    max(content_touches.date_day) as last_date
from content_touches
inner join activities
    on content_touches.activity_id = activities.activity_id
left join runs
    on content_touches.course_run_id = runs.course_run_id
where content_touches.course_run_id is not null
group by
    content_touches.learner_id,
    content_touches.course_run_id,
    activities.content_item_id
