-- This is a view, because a second copy of the largest table would add nothing.
{{ config(materialized='view') }}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

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
    course_run_id,
    is_about_course,
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
    cast(active_milliseconds as {{ double_type() }}) / 1000 as active_seconds,
    is_success,
    is_completion,
    event_at,
    event_date,
    stored_at
from events
