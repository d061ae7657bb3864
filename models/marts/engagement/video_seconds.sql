with {{ whole_numbers('numbers') }},

segments as (

    -- A second is seen where its middle is: so every moment counts in one second only.
    select
        video_view_id,
        learner_id,
        activity_id,
        plays,
        cast(ceiling(start_seconds - 0.5) as {{ dbt.type_bigint() }}) as first_second,
        cast(ceiling(end_seconds - 0.5) as {{ dbt.type_bigint() }}) as end_second
    from {{ ref('fct_video_segments') }}

),

views as (

    select
        activity_id,
        count(distinct learner_id) as viewers,
        max(length_seconds) as length_seconds
    from {{ ref('fct_video_views') }}
    group by activity_id

),

seen as (

    select *
    from segments
    where end_second > first_second

),

reached as (

    select
        learner_id,
        activity_id,
        first_second,
        end_second,
        max(end_second) over (
            partition by learner_id, activity_id order by first_second, end_second, video_view_id
            rows between unbounded preceding and 1 preceding
        ) as seen_until
    from seen

),

-- Of each segment what the learner had not seen before.
fresh as (

    select
        learner_id,
        activity_id,
        case when seen_until > first_second then seen_until else first_second end as first_second,
        end_second
    from reached
    where seen_until is null
        or seen_until < end_second

),

furthest as (

    select
        activity_id,
        furthest_second,
        count(*) as furthest_viewers
    from (
        select
            learner_id,
            activity_id,
            max(end_second) - 1 as furthest_second
        from seen
        group by
            learner_id,
            activity_id
    ) as learners
    group by
        activity_id,
        furthest_second

),

-- By how many each number grows or shrinks at a second.
changes as (

    select
        activity_id,
        first_second as second_number,
        1 as viewers,
        0 as views,
        0 as plays
    from fresh
    union all
    select
        activity_id,
        end_second as second_number,
        -1 as viewers,
        0 as views,
        0 as plays
    from fresh
    union all
    select
        activity_id,
        first_second as second_number,
        0 as viewers,
        1 as views,
        plays
    from seen
    union all
    select
        activity_id,
        end_second as second_number,
        0 as viewers,
        -1 as views,
        -plays as plays
    from seen

),

changes_of_seconds as (

    select
        activity_id,
        second_number,
        sum(viewers) as viewers,
        sum(views) as views,
        sum(plays) as plays
    from changes
    group by
        activity_id,
        second_number

),

lengths as (

    select
        views.activity_id,
        views.viewers as all_viewers,
        case
            when max(seen.end_second) > views.length_seconds then cast(max(seen.end_second) as {{ double_type() }})
            else coalesce(views.length_seconds, max(seen.end_second))
        end as length_seconds
    from views
    left join seen
        on views.activity_id = seen.activity_id
    group by
        views.activity_id,
        views.viewers,
        views.length_seconds

),

seconds as (

    select
        lengths.activity_id,
        lengths.all_viewers,
        numbers.number as second_number
    from lengths
    inner join numbers
        on lengths.length_seconds > numbers.number

),

summed as (

    select
        seconds.activity_id,
        seconds.all_viewers,
        seconds.second_number,
        sum(coalesce(changes_of_seconds.viewers, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as viewers,
        sum(coalesce(changes_of_seconds.views, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as views,
        sum(coalesce(changes_of_seconds.plays, 0)) over (
            partition by seconds.activity_id order by seconds.second_number
            rows between unbounded preceding and current row
        ) as plays,
        coalesce(furthest.furthest_viewers, 0) as furthest_viewers,
        sum(coalesce(furthest.furthest_viewers, 0)) over (
            partition by seconds.activity_id order by seconds.second_number desc
            rows between unbounded preceding and current row
        ) as retained_viewers
    from seconds
    left join changes_of_seconds
        on seconds.activity_id = changes_of_seconds.activity_id
        and seconds.second_number = changes_of_seconds.second_number
    left join furthest
        on seconds.activity_id = furthest.activity_id
        and seconds.second_number = furthest.furthest_second

)

select
    activity_id,
    cast(second_number as {{ dbt.type_bigint() }}) as second_number,
    cast(viewers as {{ dbt.type_bigint() }}) as viewers,
    cast(views as {{ dbt.type_bigint() }}) as views,
    cast(plays as {{ dbt.type_bigint() }}) as plays,
    cast(furthest_viewers as {{ dbt.type_bigint() }}) as furthest_viewers,
    {{ share_of('viewers', 'all_viewers') }} as viewers_share,
    {{ share_of('retained_viewers', 'all_viewers') }} as retained_share
from summed
