{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with learners as (

    select * from {{ ref('dim_learner') }}

),

events as (

    select * from {{ ref('fct_learning_events') }}
    where course_id is not null
        and {{ learner_changed(ref('dim_learner')) }}

),

views as (

    select
        learner_id,
        course_id,
        started_date,
        count(*) as video_views,
        {{ exact_sum('played_seconds') }} as video_played_seconds
    from {{ ref('fct_video_views') }}
    group by
        learner_id,
        course_id,
        started_date

),

attempts as (

    select
        learner_id,
        course_id,
        started_date,
        count(*) as attempts
    from {{ ref('fct_attempts') }}
    where course_id is not null
        and started_date is not null
        and {{ learner_changed(ref('dim_learner')) }}
    group by
        learner_id,
        course_id,
        started_date

),

event_days as (

    select
        learner_id,
        course_id,
        event_date,
        count(*) as events,
        count(distinct session_id) as sessions,
        count(distinct activity_id) as activities,
        count(case when activity_kind = 'question' and verb_name = 'answered' then 1 end) as item_responses,
        {{ exact_sum('active_seconds') }} as active_seconds
    from events
    group by
        learner_id,
        course_id,
        event_date

),

-- An attempt that an LMS sums up itself is in no event.
days as (

    select
        learner_id,
        course_id,
        event_date
    from event_days
    union distinct
    select
        learner_id,
        course_id,
        started_date as event_date
    from attempts

)

select
    days.learner_id,
    days.course_id,
    days.event_date,
    coalesce(event_days.events, 0) as events,
    coalesce(event_days.sessions, 0) as sessions,
    coalesce(event_days.activities, 0) as activities,
    coalesce(attempts.attempts, 0) as attempts,
    coalesce(event_days.item_responses, 0) as item_responses,
    coalesce(views.video_views, 0) as video_views,
    coalesce(event_days.active_seconds, 0) as active_seconds,
    coalesce(views.video_played_seconds, 0) as video_played_seconds,
    {{ as_boolean('coalesce(event_days.events, 0) >= ' ~ var('active_day_minimum_events')) }} as is_active,
    learners.change_id
from days
inner join learners
    on days.learner_id = learners.learner_id
left join event_days
    on days.learner_id = event_days.learner_id
    and days.course_id = event_days.course_id
    and days.event_date = event_days.event_date
left join attempts
    on days.learner_id = attempts.learner_id
    and days.course_id = attempts.course_id
    and days.event_date = attempts.started_date
left join views
    on days.learner_id = views.learner_id
    and days.course_id = views.course_id
    and days.event_date = views.started_date
