-- What it checks: Sessions contain every event once, and their durations add up to the active seconds of the events.
-- When it matters: Always. Otherwise an event counts in no session, or in two.
-- How to resolve it: A session was changed in part instead of being recomputed. Run dbt build --full-refresh, and
-- report the failure.
with session_totals as (

    select
        sum(events) as events,
        sum(duration_seconds) as seconds
    from {{ ref('fct_learning_sessions') }}

),

event_totals as (

    select
        count(*) as events,
        sum(active_seconds) as seconds
    from {{ ref('fct_learning_events') }}

)

select
    session_totals.events as events_of_sessions,
    event_totals.events,
    session_totals.seconds as seconds_of_sessions,
    event_totals.seconds
from session_totals
cross join event_totals
where session_totals.events <> event_totals.events
    or abs(session_totals.seconds - event_totals.seconds) > 0.000001 * event_totals.events
