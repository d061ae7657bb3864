{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

{% set gap = var('session_gap_minutes') * 60000 %}

with learner_changes as (

    select * from {{ ref('int_learner_changes') }}

),

events as (

    select * from {{ ref('int_learning_events') }}
    where not {{ is_true('is_voided') }}
        and {{ learner_changed(ref('int_learner_changes')) }}

),

-- Sorting is slow with many columns, so only the needed ones are sorted.
events_with_neighbors as (

    select
        event_id,
        learner_id,
        event_at,
        lag(event_at) over (partition by learner_id order by event_at, event_id) as previous_event_at,
        lead(event_at) over (partition by learner_id order by event_at, event_id) as next_event_at
    from events

),

event_gaps as (

    select
        event_id,
        learner_id,
        event_at,
        {{ milliseconds_between('previous_event_at', 'event_at') }} as milliseconds_since_previous,
        {{ milliseconds_between('event_at', 'next_event_at') }} as milliseconds_to_next
    from events_with_neighbors

),

numbered_events as (

    select
        event_id,
        learner_id,
        event_at,
        case when milliseconds_to_next <= {{ gap }} then milliseconds_to_next else 0 end as active_milliseconds,
        sum(case when milliseconds_since_previous <= {{ gap }} then 0 else 1 end) over (
            partition by learner_id order by event_at, event_id
            rows between unbounded preceding and current row
        ) as session_number
    from event_gaps

),

-- The id of a session is that of its first event, so it does not depend on the order of arrival.
event_sessions as (

    select
        event_id,
        active_milliseconds,
        first_value(event_id) over (
            partition by learner_id, session_number order by event_at, event_id
            rows between unbounded preceding and current row
        ) as session_id
    from numbered_events

)

select
    events.event_id,
    events.statement_id,
    events.source_id,
    events.source_system,
    events.learner_id,
    event_sessions.session_id,
    events.activity_id,
    events.course_id,
    events.course_run_id,
    events.is_about_course,
    events.parent_activity_id,
    events.assessment_id,
    events.verb_id,
    events.registration,
    events.verb_name,
    events.verb_class,
    events.activity_kind,
    events.interaction_type,
    events.response_option,
    events.faults,
    events.score_scaled,
    events.score_raw,
    events.score_min,
    events.score_max,
    events.duration_seconds,
    event_sessions.active_milliseconds,
    events.is_success,
    events.is_completion,
    events.is_cmi5_defined,
    events.is_mapped_verb,
    events.event_at,
    {{ local_date('events.event_at') }} as event_date,
    events.stored_at,
    learner_changes.change_id
from events
inner join event_sessions
    on events.event_id = event_sessions.event_id
inner join learner_changes
    on events.learner_id = learner_changes.learner_id
