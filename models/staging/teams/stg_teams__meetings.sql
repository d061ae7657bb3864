-- Each report is one session, and the sessions of an online meeting are a series.
{{ config(enabled=uses('teams')) }}

with reports as (

    select * from {{ ref('base_teams__reports') }}

),

online_meetings as (

    {{ latest_records('teams', 'meetings', [
        ['meeting_id', ['id'], 'text'],
        ['subject', ['subject'], 'text'],
    ]) }}

)

select
    reports.source_id,
    {{ entity_key('meeting', 'report_id', 'reports') }} as meeting_key,
    {{ entity_key('series', 'meeting_id', 'reports') }} as series_key,
    {{ unknown('string') }} as course_key,
    online_meetings.subject as meeting_name,
    reports.starts_at,
    reports.ends_at
from reports
left join online_meetings
    on reports.source_id = online_meetings.source_id
    and reports.meeting_id = online_meetings.meeting_id
