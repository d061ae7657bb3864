-- What it checks: The segments of a viewing session do not overlap. Their seconds add up to its unique seconds, and
-- their seconds times plays to its played seconds. The plays of all seconds of a video add up to the played seconds of
-- its segments, except for half a second at either end of a segment.
-- When it matters: Always. Heat maps and shares rest on segments.
-- How to resolve it: Compare the segments of the view in fct_video_segments with those that its statements list, in
-- int_video_segments.
with view_segment_totals as (

    select
        video_view_id,
        sum(end_seconds - start_seconds) as unique_seconds,
        sum((end_seconds - start_seconds) * plays) as played_seconds
    from {{ ref('fct_video_segments') }}
    group by video_view_id

),

ordered_segments as (

    select
        video_view_id,
        start_seconds,
        lag(end_seconds) over (partition by video_view_id order by start_seconds) as previous_end_seconds
    from {{ ref('fct_video_segments') }}

),

video_views as (

    select * from {{ ref('fct_video_views') }}

),

video_second_totals as (

    select
        activity_id,
        sum(plays) as plays
    from {{ ref('video_seconds') }}
    group by activity_id

),

video_segment_totals as (

    select
        activity_id,
        sum((end_seconds - start_seconds) * plays) as played_seconds,
        sum(plays) as plays
    from {{ ref('fct_video_segments') }}
    group by activity_id

)

select
    'view' as place,
    video_views.video_view_id as id,
    video_views.played_seconds as expected,
    view_segment_totals.played_seconds as found
from video_views
left join view_segment_totals
    on video_views.video_view_id = view_segment_totals.video_view_id
where abs(video_views.unique_seconds - coalesce(view_segment_totals.unique_seconds, 0)) > 0.001
    or abs(video_views.played_seconds - coalesce(view_segment_totals.played_seconds, 0)) > 0.001
union all
select
    'overlap' as place,
    video_view_id as id,
    previous_end_seconds as expected,
    start_seconds as found
from ordered_segments
where start_seconds < previous_end_seconds
union all
select
    'video' as place,
    video_segment_totals.activity_id as id,
    video_segment_totals.played_seconds as expected,
    video_second_totals.plays as found
from video_segment_totals
left join video_second_totals
    on video_segment_totals.activity_id = video_second_totals.activity_id
where abs(video_segment_totals.played_seconds - coalesce(video_second_totals.plays, 0)) > video_segment_totals.plays
