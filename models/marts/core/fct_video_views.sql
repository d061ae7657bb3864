with sessions as (

    select * from {{ ref('int_video_sessions') }}

),

watched_seconds as (

    select
        video_view_id,
        min(evidence) as evidence,
        {{ exact_sum('end_seconds - start_seconds') }} as unique_seconds,
        {{ exact_sum('(end_seconds - start_seconds) * plays') }} as played_seconds,
        {{ exact_sum('(end_seconds - start_seconds) * (plays - 1)') }} as repeated_seconds
    from {{ ref('fct_video_segments') }}
    group by video_view_id

),

runs as (

    select * from {{ ref('int_course_runs') }}

),

view_seconds as (

    select
        sessions.*,
        runs.course_id,
        -- A list without segments means that nothing was played. Without lists and pairs the seconds are unknown.
        case
            when {{ is_true('sessions.has_played_segments') }} then 'played_segments'
            else coalesce(watched_seconds.evidence, 'none')
        end as evidence,
        coalesce(watched_seconds.unique_seconds, 0) as unique_seconds,
        coalesce(watched_seconds.played_seconds, 0) as played_seconds,
        coalesce(watched_seconds.repeated_seconds, 0) as repeated_seconds
    from sessions
    left join watched_seconds
        on sessions.video_view_id = watched_seconds.video_view_id
    left join runs
        on sessions.course_run_id = runs.course_run_id

)

select
    video_view_id,
    learner_id,
    activity_id,
    course_id,
    course_run_id,
    video_session_id,
    evidence,
    events,
    length_seconds,
    unique_seconds,
    played_seconds,
    repeated_seconds,
    -- Players round lengths, so a list may run slightly past the end.
    case
        when unique_seconds > length_seconds then cast(1 as {{ double_type() }})
        else unique_seconds / nullif(length_seconds, 0)
    end as share_watched,
    {{ as_boolean('unique_seconds >= ' ~ var('video_watched_share') ~ ' * nullif(length_seconds, 0)') }}
        as is_watched_entirely,
    is_completed,
    started_at,
    started_date,
    ended_at
from view_seconds
