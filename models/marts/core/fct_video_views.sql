with sessions as (

    select * from {{ ref('int_video_sessions') }}

),

views as (

    select * from {{ ref('int_video_views') }}

),

measured as (

    select
        sessions.*,
        -- Who lists what was played, and lists nothing, has played nothing. Without lists and pairs, nobody knows.
        case
            when {{ is_true('sessions.has_played_segments') }} then 'played_segments'
            else coalesce(views.evidence, 'none')
        end as evidence,
        cast(coalesce(views.unique_ms, 0) as {{ double_type() }}) / 1000 as unique_seconds,
        cast(coalesce(views.played_ms, 0) as {{ double_type() }}) / 1000 as played_seconds,
        cast(coalesce(views.played_ms - views.unique_ms, 0) as {{ double_type() }}) / 1000 as repeated_seconds
    from sessions
    left join views
        on sessions.learner_id = views.learner_id
        and sessions.activity_id = views.activity_id
        and sessions.video_session_id = views.video_session_id

)

select
    video_view_id,
    learner_id,
    activity_id,
    course_id,
    video_session_id,
    evidence,
    events,
    length_seconds,
    unique_seconds,
    played_seconds,
    repeated_seconds,
    -- Players round lengths, so a list may run a little past the end.
    case
        when unique_seconds > length_seconds then cast(1 as {{ double_type() }})
        else unique_seconds / nullif(length_seconds, 0)
    end as share_watched,
    is_completed,
    started_at,
    started_date,
    ended_at
from measured
