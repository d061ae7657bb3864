with meetings as (

    select * from {{ ref('int_meetings') }}

),

joined as (

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
    -- A meeting that nobody planned began when the first one came.
    {{ local_date('coalesce(meetings.starts_at, joined.first_joined_at)') }} as meeting_date
from meetings
left join joined
    on meetings.meeting_key = joined.meeting_key
