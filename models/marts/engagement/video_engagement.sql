with views as (

    select * from {{ ref('fct_video_views') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

segments as (

    select * from {{ ref('fct_video_segments') }}

),

-- Somebody may see one part today and the rest tomorrow: what counts is what they saw of it altogether.
reached as (

    select
        learner_id,
        activity_id,
        start_seconds,
        end_seconds,
        max(end_seconds) over (
            partition by learner_id, activity_id order by start_seconds, end_seconds
            rows between unbounded preceding and 1 preceding
        ) as seen_until
    from segments

),

seen as (

    select
        learner_id,
        activity_id,
        {{ exact_sum('case
            when seen_until is null or seen_until <= start_seconds then end_seconds - start_seconds
            when seen_until < end_seconds then end_seconds - seen_until
            else 0
        end') }} as seen_seconds
    from reached
    group by
        learner_id,
        activity_id

),

viewers as (

    select
        views.activity_id,
        views.learner_id,
        max(views.length_seconds) as length_seconds,
        coalesce(max(seen.seen_seconds), 0) as seen_seconds
    from views
    left join seen
        on views.learner_id = seen.learner_id
        and views.activity_id = seen.activity_id
    group by
        views.activity_id,
        views.learner_id

),

viewed as (

    select
        activity_id,
        count(*) as viewers,
        count(case when seen_seconds >= {{ var('video_watched_share') }} * nullif(length_seconds, 0) then 1 end)
            as viewers_watched_entirely,
        {{ exact_mean('case
            when seen_seconds > length_seconds then 1 else seen_seconds / nullif(length_seconds, 0)
        end') }} as mean_share_watched_by_viewer
    from viewers
    group by activity_id

),

summed as (

    select
        activity_id,
        count(*) as views,
        count(case when {{ is_true('is_watched_entirely') }} then 1 end) as views_watched_entirely,
        max(length_seconds) as length_seconds,
        {{ exact_sum('unique_seconds') }} as unique_seconds,
        {{ exact_sum('played_seconds') }} as played_seconds,
        {{ exact_sum('repeated_seconds') }} as repeated_seconds,
        {{ exact_mean('share_watched') }} as mean_share_watched
    from views
    group by activity_id

)

select
    activities.course_id,
    activities.course_run_id,
    summed.activity_id,
    summed.views,
    viewed.viewers,
    summed.views_watched_entirely,
    viewed.viewers_watched_entirely,
    summed.length_seconds,
    summed.unique_seconds,
    summed.played_seconds,
    summed.repeated_seconds,
    summed.mean_share_watched,
    viewed.mean_share_watched_by_viewer
from summed
inner join viewed
    on summed.activity_id = viewed.activity_id
inner join activities
    on summed.activity_id = activities.activity_id
