with attendance as (

    select * from {{ ref('int_attendance') }}

),

meetings as (

    select * from {{ ref('dim_meeting') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    attendance.meeting_key as meeting_id,
    attendance.source_system,
    attendance.source_id,
    attendance.learner_id,
    attendance.course_id,
    attendance.course_run_id,
    attendance.is_host,
    meetings.meeting_date,
    attendance.stays,
    attendance.joined_at,
    attendance.left_at,
    attendance.attended_seconds,
    attendance.stated_seconds
from attendance
inner join meetings
    on attendance.meeting_key = meetings.meeting_id
inner join learners
    on attendance.learner_id = learners.learner_id
