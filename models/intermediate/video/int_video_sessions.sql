with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

),

video_events as (

    select * from {{ ref('stg_xapi__video_events') }}

)

select
    events.learner_id,
    events.activity_id,
    video_events.video_session_id,
    min(events.course_id) as course_id,
    arg_min(events.event_id, (events.event_at, events.event_id)) as video_view_id,
    count(*) as events,
    max(video_events.video_length_seconds) as length_seconds,
    count(case when events.verb_name = 'completed' then 1 end) > 0 as is_completed,
    count(video_events.video_played_segments) > 0 as has_played_segments,
    min(events.event_at) as started_at,
    max(events.event_at) as ended_at
from events
inner join video_events
    on events.statement_id = video_events.statement_id
group by 1, 2, 3
