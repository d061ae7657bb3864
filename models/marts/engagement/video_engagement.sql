-- This mart shows how much of each video its viewers watched.
with video_views as (

    select * from {{ ref('fct_video_views') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

video_segments as (

    select * from {{ ref('fct_video_segments') }}

),

-- A learner can watch one part today and the rest tomorrow. So the segments of all their views are merged.
ordered_segments as (

    select
        learner_id,
        activity_id,
        start_seconds,
        end_seconds,
        max(end_seconds) over (
            partition by learner_id, activity_id order by start_seconds, end_seconds
            rows between unbounded preceding and 1 preceding
        ) as seen_until
    from video_segments

),

learner_seen_seconds as (

    select
        learner_id,
        activity_id,
        {{ exact_sum('case
            when seen_until is null or seen_until <= start_seconds then end_seconds - start_seconds
            when seen_until < end_seconds then end_seconds - seen_until
            else 0
        end') }} as seen_seconds
    from ordered_segments
    group by
        learner_id,
        activity_id

),

video_viewers as (

    select
        video_views.activity_id,
        video_views.learner_id,
        max(video_views.length_seconds) as length_seconds,
        coalesce(max(learner_seen_seconds.seen_seconds), 0) as seen_seconds
    from video_views
    left join learner_seen_seconds
        on video_views.learner_id = learner_seen_seconds.learner_id
        and video_views.activity_id = learner_seen_seconds.activity_id
    group by
        video_views.activity_id,
        video_views.learner_id

),

viewer_totals as (

    select
        activity_id,
        count(*) as viewers,
        count(case when seen_seconds >= {{ var('video_watched_share') }} * nullif(length_seconds, 0) then 1 end)
            as viewers_watched_entirely,
        {{ exact_mean('case
            when seen_seconds > length_seconds then 1 else seen_seconds / nullif(length_seconds, 0)
        end') }} as mean_share_watched_by_viewer
    from video_viewers
    group by activity_id

),

view_totals as (

    select
        activity_id,
        count(*) as views,
        count(case when {{ is_true('is_watched_entirely') }} then 1 end) as views_watched_entirely,
        max(length_seconds) as length_seconds,
        {{ exact_sum('unique_seconds') }} as unique_seconds,
        {{ exact_sum('played_seconds') }} as played_seconds,
        {{ exact_sum('repeated_seconds') }} as repeated_seconds,
        {{ exact_mean('share_watched') }} as mean_share_watched
    from video_views
    group by activity_id

)

select
    activities.course_id,
    activities.course_run_id,
    view_totals.activity_id,
    view_totals.views,
    viewer_totals.viewers,
    view_totals.views_watched_entirely,
    viewer_totals.viewers_watched_entirely,
    view_totals.length_seconds,
    view_totals.unique_seconds,
    view_totals.played_seconds,
    view_totals.repeated_seconds,
    view_totals.mean_share_watched,
    viewer_totals.mean_share_watched_by_viewer
from view_totals
inner join viewer_totals
    on view_totals.activity_id = viewer_totals.activity_id
inner join activities
    on view_totals.activity_id = activities.activity_id
