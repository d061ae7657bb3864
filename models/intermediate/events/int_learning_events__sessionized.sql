{{ config(materialized='incremental', incremental_strategy='recompute_learners') }}

with events as (

    select * from {{ ref('int_learning_events') }}
    where {{ learner_changed() }}

),

counted as (

    select * from events
    where not is_voided

),

gaps as (

    select
        counted.*,
        {{ milliseconds_between('lag(event_at) over learner_time', 'event_at') }} as milliseconds_since_previous,
        {{ milliseconds_between('event_at', 'lead(event_at) over learner_time') }} as milliseconds_to_next
    from counted
    window learner_time as (partition by learner_id order by event_at, event_id)

),

starts as (

    select
        gaps.*,
        case
            when milliseconds_since_previous <= {{ var('session_gap_minutes') }} * 60000 then null
            else event_id
        end as session_start_id,
        case
            when milliseconds_to_next <= {{ var('session_gap_minutes') }} * 60000 then milliseconds_to_next
            else 0
        end as active_milliseconds
    from gaps

),

named as (

    -- A session is named by its first event, so its name does not depend on the order of arrival.
    select
        starts.*,
        last_value(session_start_id ignore nulls) over (
            partition by learner_id order by event_at, event_id
            rows between unbounded preceding and current row
        ) as session_id
    from starts

)

select
    event_id,
    statement_id,
    source_id,
    source_system,
    learner_id,
    session_id,
    activity_id,
    course_id,
    parent_activity_id,
    verb_id,
    registration,
    verb_name,
    verb_class,
    activity_kind,
    interaction_type,
    faults,
    score_scaled,
    score_raw,
    score_min,
    score_max,
    duration_seconds,
    active_milliseconds,
    is_success,
    is_completion,
    is_cmi5_defined,
    event_at,
    stored_at,
    load_id
from named
