with segments as (

    select * from {{ ref('int_video_segments') }}

),

furthest as (

    select
        segments.*,
        max(end_ms) over (
            partition by learner_id, activity_id, video_session_id
            order by start_ms, end_ms, event_id
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from segments

),

by_event as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        evidence,
        sum(end_ms - start_ms) as listed_ms,
        sum(greatest(end_ms - greatest(start_ms, coalesce(covered_until, start_ms)), 0)) as newly_covered_ms
    from furthest
    group by 1, 2, 3, 4, 5

)

-- A player's list grows with each statement: the longest list is the whole; paired segments add up.
select
    learner_id,
    activity_id,
    video_session_id,
    evidence,
    sum(newly_covered_ms) as unique_ms,
    greatest(
        case when evidence = 'played_segments' then max(listed_ms) else sum(listed_ms) end, sum(newly_covered_ms)
    ) as played_ms
from by_event
group by 1, 2, 3, 4
