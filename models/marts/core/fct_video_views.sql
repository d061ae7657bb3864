with sessions as (

    select * from {{ ref('int_video_sessions') }}

),

views as (

    select * from {{ ref('int_video_views') }}

)

select
    sessions.video_view_id,
    sessions.learner_id,
    sessions.activity_id,
    sessions.course_id,
    sessions.video_session_id,
    case when sessions.has_played_segments then 'played_segments' else coalesce(views.evidence, 'none') end as evidence,
    sessions.events,
    sessions.length_seconds,
    cast(coalesce(views.unique_ms, 0) as double precision) / 1000 as unique_seconds,
    cast(coalesce(views.played_ms, 0) as double precision) / 1000 as played_seconds,
    cast(coalesce(views.played_ms - views.unique_ms, 0) as double precision) / 1000 as repeated_seconds,
    least(cast(coalesce(views.unique_ms, 0) as double precision) / 1000 / nullif(sessions.length_seconds, 0), 1) as share_watched,
    sessions.is_completed,
    sessions.started_at,
    sessions.ended_at,
    {{ local_date('sessions.started_at') }} as started_date
from sessions
left join views
    on sessions.learner_id = views.learner_id
    and sessions.activity_id = views.activity_id
    and sessions.video_session_id = views.video_session_id
