{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

{% set kept = ['learner_id', 'activity_id', 'video_session_id', 'event_id', 'change_id'] %}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

video_events as (

    select * from {{ ref('stg_xapi__video_events') }}

),

positions as (

    select
        events.learner_id,
        events.activity_id,
        video_events.video_session_id,
        events.event_id,
        events.event_at,
        events.verb_name,
        events.change_id,
        video_events.video_played_segments,
        case
            when events.verb_name = 'seeked' then coalesce(video_events.video_time_from, video_events.video_time)
            else video_events.video_time
        end as position_before,
        case
            when events.verb_name = 'seeked' then coalesce(video_events.video_time_to, video_events.video_time)
            else video_events.video_time
        end as position_after
    from events
    inner join video_events
        on events.statement_id = video_events.statement_id

),

positions_with_reports as (

    select * from positions
    where video_played_segments is not null

),

segment_texts as (

    {{ text_rows('positions_with_reports', 'video_played_segments', '[,]', kept) }}

),

reported_segments as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        change_id,
        {{ try_cast_to(text_part('part', '[.]', 1), 'double precision') }} as started,
        {{ try_cast_to(text_part('part', '[.]', 2), 'double precision') }} as ended
    from segment_texts

),

sessions_with_reports as (

    select distinct
        learner_id,
        activity_id,
        video_session_id
    from positions_with_reports

),

positions_without_reports as (

    select positions.*
    from positions
    left join sessions_with_reports as reports
        on positions.learner_id = reports.learner_id
        and positions.activity_id = reports.activity_id
        and positions.video_session_id = reports.video_session_id
    where positions.position_before is not null
        and reports.learner_id is null

),

consecutive_positions as (

    select
        positions_without_reports.*,
        lag(verb_name) over (
            partition by learner_id, activity_id, video_session_id order by event_at, event_id
        ) as previous_verb,
        lag(position_after) over (
            partition by learner_id, activity_id, video_session_id order by event_at, event_id
        ) as previous_position,
        lag(event_at) over (
            partition by learner_id, activity_id, video_session_id order by event_at, event_id
        ) as previous_event_at
    from positions_without_reports

),

paired_segments as (

    -- The position moves only by playing or by a seek, and a seek contains both of its positions. So a forward
    -- move between two events was played, even if a play or pause is missing, unless the player was stopped
    -- or the clock leaves no time for it (a seek is missing).
    select
        consecutive_positions.*,
        previous_position as started,
        position_before as ended
    from consecutive_positions
    where position_before > previous_position
        and not (previous_verb in ('paused', 'terminated', 'completed', 'initialized') and verb_name = 'played')
        and (position_before - previous_position) * 1000
        <= {{ milliseconds_between('previous_event_at', 'event_at') }} * 2 + 2000

),

segments as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        change_id,
        'played_segments' as evidence,
        started,
        ended
    from reported_segments
    where ended > started
    union all
    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        change_id,
        'paired_events' as evidence,
        started,
        ended
    from paired_segments

)

select
    learner_id,
    activity_id,
    video_session_id,
    event_id,
    evidence,
    cast(round(started * 1000, 0) as {{ dbt.type_bigint() }}) as start_ms,
    cast(round(ended * 1000, 0) as {{ dbt.type_bigint() }}) as end_ms,
    change_id
from segments
