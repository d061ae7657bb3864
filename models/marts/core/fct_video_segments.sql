{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with segments as (

    select * from {{ ref('int_video_segments') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

sessions as (

    select * from {{ ref('int_video_sessions') }}

),

lists as (

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

-- A player's list grows with each statement: the longest list is the whole; paired segments add up.
chosen as (

    select
        segments.*,
        case when segments.evidence = 'paired_events' or lists.preference = 1 then 1 else 0 end as is_counted
    from segments
    inner join lists
        on segments.learner_id = lists.learner_id
        and segments.activity_id = lists.activity_id
        and segments.video_session_id = lists.video_session_id
        and segments.event_id = lists.event_id

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
    from chosen
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
    from chosen

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

swept as (

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

-- Lists may contradict each other: what any of them names was played at least once.
counted as (

    select
        learner_id,
        activity_id,
        video_session_id,
        evidence,
        at_ms,
        until_ms,
        change_id,
        case when plays_open > 0 then plays_open when segments_open > 0 then 1 else 0 end as plays
    from swept
    where until_ms is not null

),

compared as (

    select
        counted.*,
        lag(plays) over (partition by learner_id, activity_id, video_session_id order by at_ms) as previous_plays
    from counted

),

numbered as (

    select
        compared.*,
        sum(case when plays = previous_plays then 0 else 1 end) over (
            partition by learner_id, activity_id, video_session_id order by at_ms
            rows between unbounded preceding and current row
        ) as stretch_number
    from compared

)

select
    min(sessions.video_view_id) as video_view_id,
    numbered.learner_id,
    numbered.activity_id,
    numbered.video_session_id,
    numbered.evidence,
    cast(max(numbered.plays) as {{ dbt.type_bigint() }}) as plays,
    cast(min(numbered.at_ms) as {{ double_type() }}) / 1000 as start_seconds,
    cast(max(numbered.until_ms) as {{ double_type() }}) / 1000 as end_seconds,
    max(numbered.change_id) as change_id
from numbered
inner join sessions
    on numbered.learner_id = sessions.learner_id
    and numbered.activity_id = sessions.activity_id
    and numbered.video_session_id = sessions.video_session_id
where numbered.plays > 0
group by
    numbered.learner_id,
    numbered.activity_id,
    numbered.video_session_id,
    numbered.evidence,
    numbered.stretch_number
