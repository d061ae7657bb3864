with meetings as (

    select * from {{ ref('dim_meeting') }}
    where meeting_date is not null

),

attendance as (

    select * from {{ ref('fct_attendance') }}
    where case when {{ is_true('is_host') }} then 1 else 0 end = 0

),

participations as (

    select * from {{ ref('fct_participations') }}

),

expected as (

    select
        meetings.meeting_id,
        count(*) as expected_learners
    from meetings
    inner join participations
        on meetings.course_run_id = participations.course_run_id
        and meetings.meeting_date between participations.enrolled_from_date and participations.enrolled_until_date
    group by meetings.meeting_id

),

attended as (

    select
        attendance.meeting_id,
        count(*) as attendees,
        count(case
            when meetings.meeting_date
                between participations.enrolled_from_date and participations.enrolled_until_date then 1
        end) as expected_attendees,
        {{ exact_sum('coalesce(attendance.attended_seconds, attendance.stated_seconds)') }} as attended_seconds
    from attendance
    inner join meetings
        on attendance.meeting_id = meetings.meeting_id
    left join participations
        on attendance.learner_id = participations.learner_id
        and attendance.course_run_id = participations.course_run_id
    group by attendance.meeting_id

)

select
    meetings.course_id,
    meetings.course_run_id,
    meetings.meeting_id,
    meetings.meeting_date,
    coalesce(expected.expected_learners, 0) as expected_learners,
    coalesce(attended.attendees, 0) as attendees,
    coalesce(attended.expected_attendees, 0) as expected_attendees,
    -- Of a meeting of which nobody tells who came, nothing is known.
    {{ share_of('attended.expected_attendees', 'expected.expected_learners') }} as attendance_rate,
    attended.attended_seconds
from meetings
left join expected
    on meetings.meeting_id = expected.meeting_id
left join attended
    on meetings.meeting_id = attended.meeting_id
