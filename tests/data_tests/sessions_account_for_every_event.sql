-- What it checks: sessions hold every event once, and their seconds are the events' active seconds.
-- When it matters: always. How to resolve it: a session was patched, not recomputed; run dbt build --full-refresh and
-- report it.
with sessions as (

    select
        sum(events) as events,
        sum(duration_seconds) as seconds
    from {{ ref('fct_learning_sessions') }}

),

events as (

    select
        count(*) as events,
        sum(active_seconds) as seconds
    from {{ ref('fct_learning_events') }}

)

select
    sessions.events as events_of_sessions,
    events.events,
    sessions.seconds as seconds_of_sessions,
    events.seconds
from sessions
cross join events
where sessions.events <> events.events
    or abs(sessions.seconds - events.seconds) > 0.000001 * events.events
