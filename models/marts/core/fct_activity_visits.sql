{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

with events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

-- A visit lasts while a session stays with one activity, in one course run and on one day.
ordered_events as (

    select
        event_id,
        learner_id,
        session_id,
        activity_id,
        course_id,
        course_run_id,
        event_at,
        event_date,
        active_milliseconds,
        change_id,
        case when verb_class = 'view' then 1 else 0 end as is_view,
        -- A view of a file downloads it.
        case
            when verb_name = 'downloaded' or (activity_kind = 'file' and verb_class in ('view', 'access')) then 1
            else 0
        end as is_download,
        -- Caliper has no verb for an answer: a completed question was answered.
        case
            when activity_kind = 'question'
                and (verb_name = 'answered' or (verb_name = 'completed' and source_system = 'caliper')) then 1
            else 0
        end as is_response,
        case
            when verb_name in ('completed', 'passed', 'satisfied') or {{ is_true('is_completion') }} then 1
            else 0
        end as is_completion,
        lag(event_id) over (partition by session_id order by event_at, event_id) as previous_event,
        lag(activity_id) over (partition by session_id order by event_at, event_id) as previous_activity,
        lag(course_run_id) over (partition by session_id order by event_at, event_id) as previous_run,
        lag(event_date) over (partition by session_id order by event_at, event_id) as previous_date
    from events

),

visit_starts as (

    select
        ordered_events.*,
        case
            when previous_event is null
                or coalesce(activity_id, '') <> coalesce(previous_activity, '')
                or coalesce(course_run_id, '') <> coalesce(previous_run, '')
                or event_date <> previous_date then 1
            else 0
        end as is_first
    from ordered_events

),

visit_events as (

    select
        visit_starts.*,
        sum(is_first) over (
            partition by session_id order by event_at, event_id
            rows between unbounded preceding and current row
        ) as visit_number
    from visit_starts

)

select
    min(case when is_first = 1 then event_id end) as visit_id,
    learner_id,
    session_id,
    activity_id,
    course_id,
    course_run_id,
    event_date as visit_date,
    cast(visit_number as {{ dbt.type_bigint() }}) as visit_number,
    count(*) as events,
    {{ whole_sum('is_view') }} as views,
    {{ whole_sum('is_download') }} as downloads,
    {{ whole_sum('is_response') }} as item_responses,
    {{ whole_sum('is_completion') }} as completions,
    cast(sum(active_milliseconds) as {{ double_type() }}) / 1000 as active_seconds,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    max(change_id) as change_id
from visit_events
group by
    learner_id,
    session_id,
    activity_id,
    course_id,
    course_run_id,
    event_date,
    visit_number
