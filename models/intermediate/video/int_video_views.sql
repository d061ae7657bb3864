{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with segments as (

    select * from {{ ref('int_video_segments') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

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
        max(change_id) as change_id,
        sum(end_ms - start_ms) as listed_ms,
        sum(case
            when covered_until is null or covered_until <= start_ms then end_ms - start_ms
            when covered_until < end_ms then end_ms - covered_until
            else 0
        end) as newly_covered_ms
    from furthest
    group by
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        evidence

),

by_session as (

    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        max(change_id) as change_id,
        sum(newly_covered_ms) as unique_ms,
        -- A player's list grows with each statement: the longest list is the whole; paired segments add up.
        case when evidence = 'played_segments' then max(listed_ms) else sum(listed_ms) end as listed_ms
    from by_event
    group by
        learner_id,
        activity_id,
        video_session_id,
        evidence

)

select
    learner_id,
    activity_id,
    video_session_id,
    evidence,
    cast(unique_ms as {{ dbt.type_bigint() }}) as unique_ms,
    -- Lists may contradict each other; no less was played than was seen.
    cast(case when listed_ms < unique_ms then unique_ms else listed_ms end as {{ dbt.type_bigint() }}) as played_ms,
    change_id
from by_session
