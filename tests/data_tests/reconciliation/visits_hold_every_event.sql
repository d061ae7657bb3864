-- What it checks: visits hold every event once, with its active seconds.
-- When it matters: always; all that engagement counts comes from visits.
-- How to resolve it: a visit was patched, not recomputed: dbt build --full-refresh, and report it.
with visits as (

    select
        course_run_id,
        visit_date as date_day,
        sum(events) as events,
        sum(active_seconds) as seconds
    from {{ ref('fct_activity_visits') }}
    group by
        course_run_id,
        visit_date

),

events as (

    select
        course_run_id,
        event_date as date_day,
        count(*) as events,
        sum(active_seconds) as seconds
    from {{ ref('fct_learning_events') }}
    group by
        course_run_id,
        event_date

)

select
    events.course_run_id,
    events.date_day,
    events.events,
    visits.events as events_of_visits,
    events.seconds,
    visits.seconds as seconds_of_visits
from events
full outer join visits
    on coalesce(events.course_run_id, '') = coalesce(visits.course_run_id, '')
    and events.date_day = visits.date_day
where coalesce(events.events, -1) <> coalesce(visits.events, -1)
    or abs(events.seconds - visits.seconds) > 0.001
