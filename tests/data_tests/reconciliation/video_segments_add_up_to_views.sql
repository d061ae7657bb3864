-- What it checks: the stretches of a viewing session do not overlap, their seconds add up to its unique seconds, and
-- their seconds times plays to its played seconds; of the seconds of a video, as many were played as in its views, to
-- half a second at either end of a stretch.
-- When it matters: always; heat maps and shares rest on stretches.
-- How to resolve it: look at the stretches of the view in fct_video_segments and at what statements list, in
-- int_video_segments.
with segments as (

    select
        video_view_id,
        sum(end_seconds - start_seconds) as unique_seconds,
        sum((end_seconds - start_seconds) * plays) as played_seconds
    from {{ ref('fct_video_segments') }}
    group by video_view_id

),

ordered as (

    select
        video_view_id,
        start_seconds,
        lag(end_seconds) over (partition by video_view_id order by start_seconds) as previous_end_seconds
    from {{ ref('fct_video_segments') }}

),

views as (

    select * from {{ ref('fct_video_views') }}

),

seconds as (

    select
        activity_id,
        sum(plays) as plays
    from {{ ref('video_seconds') }}
    group by activity_id

),

videos as (

    select
        activity_id,
        sum((end_seconds - start_seconds) * plays) as played_seconds,
        sum(plays) as plays
    from {{ ref('fct_video_segments') }}
    group by activity_id

)

select
    'view' as place,
    views.video_view_id as id,
    views.played_seconds as expected,
    segments.played_seconds as found
from views
left join segments
    on views.video_view_id = segments.video_view_id
where abs(views.unique_seconds - coalesce(segments.unique_seconds, 0)) > 0.001
    or abs(views.played_seconds - coalesce(segments.played_seconds, 0)) > 0.001
union all
select
    'overlap' as place,
    video_view_id as id,
    previous_end_seconds as expected,
    start_seconds as found
from ordered
where start_seconds < previous_end_seconds
union all
select
    'video' as place,
    videos.activity_id as id,
    videos.played_seconds as expected,
    seconds.plays as found
from videos
left join seconds
    on videos.activity_id = seconds.activity_id
where abs(videos.played_seconds - coalesce(seconds.plays, 0)) > videos.plays
