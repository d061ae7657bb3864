-- This mart counts the learners who watch each second of a video, and those who leave there.
with {{ whole_numbers('numbers') }},

video_segments as (

    -- A second counts as seen if its middle was played. So adjacent segments do not count the same second twice.
    select
        video_view_id,
        learner_id,
        activity_id,
        plays,
        cast(ceiling(start_seconds - 0.5) as {{ dbt.type_bigint() }}) as first_second,
        cast(ceiling(end_seconds - 0.5) as {{ dbt.type_bigint() }}) as end_second
    from {{ ref('fct_video_segments') }}

),

viewer_counts as (

    select
        activity_id,
        count(distinct learner_id) as viewers,
        max(length_seconds) as length_seconds
    from {{ ref('fct_video_views') }}
    group by activity_id

),

seen_segments as (

    select *
    from video_segments
    where end_second > first_second

),

ordered_segments as (

    select
        learner_id,
        activity_id,
        first_second,
        end_second,
        max(end_second) over (
            partition by learner_id, activity_id order by first_second, end_second, video_view_id
            rows between unbounded preceding and 1 preceding
        ) as seen_until
    from seen_segments

),

-- Each learner counts once per second: only the part of a segment that earlier segments do not cover remains.
new_segments as (

    select
        learner_id,
        activity_id,
        case when seen_until > first_second then seen_until else first_second end as first_second,
        end_second
    from ordered_segments
    where seen_until is null
        or seen_until < end_second

),

furthest_seconds as (

    select
        activity_id,
        furthest_second,
        count(*) as furthest_viewers
    from (
        select
            learner_id,
            activity_id,
            max(end_second) - 1 as furthest_second
        from seen_segments
        group by
            learner_id,
            activity_id
    ) as learners
    group by
        activity_id,
        furthest_second

),

-- Each number is a running sum of changes, so that no row per viewer and second is needed.
count_changes as (

    select
        activity_id,
        first_second as second_number,
        1 as viewers,
        0 as views,
        0 as plays
    from new_segments
    union all
    select
        activity_id,
        end_second as second_number,
        -1 as viewers,
        0 as views,
        0 as plays
    from new_segments
    union all
    select
        activity_id,
        first_second as second_number,
        0 as viewers,
        1 as views,
        plays
    from seen_segments
    union all
    select
        activity_id,
        end_second as second_number,
        0 as viewers,
        -1 as views,
        -plays as plays
    from seen_segments

),

second_changes as (

    select
        activity_id,
        second_number,
        sum(viewers) as viewers,
        sum(views) as views,
        sum(plays) as plays
    from count_changes
    group by
        activity_id,
        second_number

),

video_lengths as (

    select
        viewer_counts.activity_id,
        viewer_counts.viewers as all_viewers,
        case
            when max(seen_segments.end_second) > viewer_counts.length_seconds
                then cast(max(seen_segments.end_second) as {{ double_type() }})
            else coalesce(viewer_counts.length_seconds, max(seen_segments.end_second))
        end as length_seconds
    from viewer_counts
    left join seen_segments
        on viewer_counts.activity_id = seen_segments.activity_id
    group by
        viewer_counts.activity_id,
        viewer_counts.viewers,
        viewer_counts.length_seconds

),

seconds as (

    select
        video_lengths.activity_id,
        video_lengths.all_viewers,
        numbers.number as second_number
    from video_lengths
    inner join numbers
        on video_lengths.length_seconds > numbers.number

),

second_counts as (

    select
        seconds.activity_id,
        seconds.all_viewers,
        seconds.second_number,
        sum(coalesce(second_changes.viewers, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as viewers,
        sum(coalesce(second_changes.views, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as views,
        sum(coalesce(second_changes.plays, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as plays,
        coalesce(furthest_seconds.furthest_viewers, 0) as furthest_viewers,
        sum(coalesce(furthest_seconds.furthest_viewers, 0)) over (
            partition by seconds.activity_id order by seconds.second_number desc
            rows between unbounded preceding and current row
        ) as retained_viewers
    from seconds
    left join second_changes
        on seconds.activity_id = second_changes.activity_id
        and seconds.second_number = second_changes.second_number
    left join furthest_seconds
        on seconds.activity_id = furthest_seconds.activity_id
        and seconds.second_number = furthest_seconds.furthest_second

)

select
    activity_id,
    cast(second_number as {{ dbt.type_bigint() }}) as second_number,
    cast(viewers as {{ dbt.type_bigint() }}) as viewers,
    cast(views as {{ dbt.type_bigint() }}) as views,
    cast(plays as {{ dbt.type_bigint() }}) as plays,
    cast(furthest_viewers as {{ dbt.type_bigint() }}) as furthest_viewers,
    {{ share_of('viewers', 'all_viewers') }} as viewing_rate,
    {{ share_of('retained_viewers', 'all_viewers') }} as retention_rate
from second_counts
