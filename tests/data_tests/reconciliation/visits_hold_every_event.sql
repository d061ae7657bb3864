-- What it checks: Visits contain every event once, with its active seconds.
-- When it matters: Always. The engagement marts count from visits.
-- How to resolve it: A visit was changed in part instead of being recomputed. Run dbt build --full-refresh, and report
-- the failure.
with visit_totals as (

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

event_totals as (

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
    event_totals.course_run_id,
    event_totals.date_day,
    event_totals.events,
    visit_totals.events as events_of_visits,
    event_totals.seconds,
    visit_totals.seconds as seconds_of_visits
from event_totals
full outer join visit_totals
    on coalesce(event_totals.course_run_id, '') = coalesce(visit_totals.course_run_id, '')
    and event_totals.date_day = visit_totals.date_day
where coalesce(event_totals.events, -1) <> coalesce(visit_totals.events, -1)
    or abs(event_totals.seconds - visit_totals.seconds) > 0.001
