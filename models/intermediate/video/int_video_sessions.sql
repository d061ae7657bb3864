{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

video_events as (

    select * from {{ ref('stg_xapi__video_events') }}

),

session_events as (

    select
        events.learner_id,
        events.activity_id,
        video_events.video_session_id,
        events.course_run_id,
        events.event_id,
        events.verb_name,
        events.event_at,
        events.event_date,
        events.change_id,
        video_events.video_length_seconds,
        video_events.video_played_segments,
        row_number() over (
            partition by events.learner_id, events.activity_id, video_events.video_session_id
            order by events.event_at, events.event_id
        ) as place
    from events
    inner join video_events
        on events.statement_id = video_events.statement_id

)

select
    learner_id,
    activity_id,
    video_session_id,
    min(course_run_id) as course_run_id,
    min(case when place = 1 then event_id end) as video_view_id,
    count(*) as events,
    max(video_length_seconds) as length_seconds,
    {{ as_boolean("max(case when verb_name = 'completed' then 1 else 0 end) = 1") }} as is_completed,
    {{ as_boolean('count(video_played_segments) > 0') }} as has_played_segments,
    min(event_at) as started_at,
    min(event_date) as started_date,
    max(event_at) as ended_at,
    max(change_id) as change_id
from session_events
group by
    learner_id,
    activity_id,
    video_session_id
