{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with segments as (

    select * from {{ ref('int_video_segments') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

sessions as (

    select * from {{ ref('int_video_sessions') }}

),

segment_lists as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        row_number() over (
            partition by learner_id, activity_id, video_session_id
            order by sum(end_ms - start_ms) desc, event_id desc
        ) as preference
    from segments
    group by
        learner_id,
        activity_id,
        video_session_id,
        event_id

),

-- A player's list grows with each statement, so the longest list is complete. Paired segments add up.
counted_segments as (

    select
        segments.*,
        case when segments.evidence = 'paired_events' or segment_lists.preference = 1 then 1 else 0 end as is_counted
    from segments
    inner join segment_lists
        on segments.learner_id = segment_lists.learner_id
        and segments.activity_id = segment_lists.activity_id
        and segments.video_session_id = segment_lists.video_session_id
        and segments.event_id = segment_lists.event_id

),

edges as (

    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        change_id,
        start_ms as at_ms,
        1 as opened,
        is_counted as plays_opened
    from counted_segments
    union all
    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        change_id,
        end_ms as at_ms,
        -1 as opened,
        -is_counted as plays_opened
    from counted_segments

),

positions as (

    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        at_ms,
        sum(opened) as opened,
        sum(plays_opened) as plays_opened,
        max(change_id) as change_id
    from edges
    group by
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        at_ms

),

open_segments as (

    select
        positions.*,
        lead(at_ms) over (partition by learner_id, activity_id, video_session_id order by at_ms) as until_ms,
        sum(opened) over (
            partition by learner_id, activity_id, video_session_id order by at_ms
            rows between unbounded preceding and current row
        ) as segments_open,
        sum(plays_opened) over (
            partition by learner_id, activity_id, video_session_id order by at_ms
            rows between unbounded preceding and current row
        ) as plays_open
    from positions

),

-- Lists may contradict each other. A stretch that any of them contains was played at least once.
stretches as (

    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        at_ms,
        until_ms,
        change_id,
        case when plays_open > 0 then plays_open when segments_open > 0 then 1 else 0 end as plays
    from open_segments
    where until_ms is not null

),

neighboring_stretches as (

    select
        stretches.*,
        lag(plays) over (partition by learner_id, activity_id, video_session_id order by at_ms) as previous_plays
    from stretches

),

numbered_stretches as (

    select
        neighboring_stretches.*,
        sum(case when plays = previous_plays then 0 else 1 end) over (
            partition by learner_id, activity_id, video_session_id order by at_ms
            rows between unbounded preceding and current row
        ) as stretch_number
    from neighboring_stretches

)

select
    min(sessions.video_view_id) as video_view_id,
    numbered_stretches.learner_id,
    numbered_stretches.activity_id,
    numbered_stretches.video_session_id,
    numbered_stretches.evidence,
    cast(max(numbered_stretches.plays) as {{ dbt.type_bigint() }}) as plays,
    cast(min(numbered_stretches.at_ms) as {{ double_type() }}) / 1000 as start_seconds,
    cast(max(numbered_stretches.until_ms) as {{ double_type() }}) / 1000 as end_seconds,
    max(numbered_stretches.change_id) as change_id
from numbered_stretches
inner join sessions
    on numbered_stretches.learner_id = sessions.learner_id
    and numbered_stretches.activity_id = sessions.activity_id
    and numbered_stretches.video_session_id = sessions.video_session_id
where numbered_stretches.plays > 0
group by
    numbered_stretches.learner_id,
    numbered_stretches.activity_id,
    numbered_stretches.video_session_id,
    numbered_stretches.evidence,
    numbered_stretches.stretch_number
