with views as (

    select * from {{ ref('fct_video_views') }}

)

select
    activity_id,
    count(*) as views,
    count(distinct learner_id) as viewers,
    count(case when share_watched >= {{ var('video_watched_share') }} then 1 end) as views_watched_entirely,
    max(length_seconds) as length_seconds,
    {{ exact_sum('unique_seconds') }} as unique_seconds,
    {{ exact_sum('played_seconds') }} as played_seconds,
    {{ exact_mean('share_watched') }} as mean_share_watched
from views
group by activity_id
