{{ config(materialized='incremental', incremental_strategy='recompute_learners') }}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed() }}

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
        events.load_id,
        video_events.video_played_segments,
        coalesce(case when events.verb_name = 'seeked' then video_events.video_time_from end, video_events.video_time) as position_before,
        coalesce(case when events.verb_name = 'seeked' then video_events.video_time_to end, video_events.video_time) as position_after
    from events
    inner join video_events
        on events.statement_id = video_events.statement_id

),

reported_parts as (

    {{ text_rows('positions', 'video_played_segments', '[,]', ['learner_id', 'activity_id', 'video_session_id', 'event_id']) }}
    where video_played_segments is not null

),

reported as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        {{ try_cast_to("split_part(part, '[.]', 1)", 'double precision') }} as started,
        {{ try_cast_to("split_part(part, '[.]', 2)", 'double precision') }} as ended
    from reported_parts

),

sessions_with_reports as (

    select distinct learner_id, activity_id, video_session_id
    from positions
    where video_played_segments is not null

),

consecutive as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        verb_name,
        position_before as ended,
        lag(verb_name) over playback as previous_verb,
        lag(position_after) over playback as started,
        {{ milliseconds_between('lag(event_at) over playback', 'event_at') }} as elapsed
    from positions
    where position_before is not null
    window playback as (partition by learner_id, activity_id, video_session_id order by event_at, event_id)

),

paired as (

    -- The position moves only by playing or by a seek, and a seek says where it left and landed. So a forward
    -- move between two events was played, even when a play or pause got lost, unless the player stood still
    -- or the clock leaves no time for it (a lost seek).
    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        started,
        ended
    from consecutive
    where ended > started
        and not (previous_verb in ('paused', 'terminated', 'completed', 'initialized') and verb_name = 'played')
        and (ended - started) * 1000 <= elapsed * 2 + 2000

),

segments as (

    select
        learner_id,
        activity_id,
        video_session_id,
        event_id,
        'played_segments' as evidence,
        cast(round(started * 1000) as bigint) as start_ms,
        cast(round(ended * 1000) as bigint) as end_ms
    from reported
    where ended > started
    union all
    select
        paired.learner_id,
        paired.activity_id,
        paired.video_session_id,
        paired.event_id,
        'paired_events' as evidence,
        cast(round(paired.started * 1000) as bigint) as start_ms,
        cast(round(paired.ended * 1000) as bigint) as end_ms
    from paired
    left join sessions_with_reports as reports
        on paired.learner_id = reports.learner_id
        and paired.activity_id = reports.activity_id
        and paired.video_session_id = reports.video_session_id
    where reports.learner_id is null

)

select
    segments.*,
    positions.load_id
from segments
inner join positions
    on segments.event_id = positions.event_id
