with meetings as (

    select * from {{ ref('int_meetings') }}

),

first_joins as (

    select
        meeting_key,
        min(joined_at) as first_joined_at
    from {{ ref('int_attendance_stays') }}
    group by meeting_key

)

select
    meetings.meeting_key as meeting_id,
    meetings.source_system,
    meetings.source_id,
    meetings.course_id,
    meetings.course_run_id,
    meetings.meeting_name,
    meetings.starts_at,
    meetings.ends_at,
    -- A meeting without a plan began when the first participant joined.
    {{ local_date('coalesce(meetings.starts_at, first_joins.first_joined_at)') }} as meeting_date
from meetings
left join first_joins
    on meetings.meeting_key = first_joins.meeting_key
