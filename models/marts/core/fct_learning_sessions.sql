{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

)

select
    session_id,
    learner_id,
    count(*) as events,
    count(distinct course_id) as courses,
    count(distinct activity_id) as activities,
    cast(sum(active_milliseconds) as {{ double_type() }}) / 1000 as duration_seconds,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    min(event_date) as started_date,
    max(change_id) as change_id
from events
group by
    session_id,
    learner_id
