-- This mart compares expected and actual attendance of each meeting. Hosts do not count.
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

expected_learner_counts as (

    select
        meetings.meeting_id,
        count(*) as expected_learners
    from meetings
    inner join participations
        on meetings.course_run_id = participations.course_run_id
        and meetings.meeting_date between participations.enrolled_from_date and participations.enrolled_until_date
    group by meetings.meeting_id

),

attendee_counts as (

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
    coalesce(expected_learner_counts.expected_learners, 0) as expected_learners,
    coalesce(attendee_counts.attendees, 0) as attendees,
    coalesce(attendee_counts.expected_attendees, 0) as expected_attendees,
    -- A meeting without a list of participants has no row in attendee_counts, so its rate is unknown and not 0.
    {{ share_of('attendee_counts.expected_attendees', 'expected_learner_counts.expected_learners') }}
        as attendance_rate,
    attendee_counts.attended_seconds
from meetings
left join expected_learner_counts
    on meetings.meeting_id = expected_learner_counts.meeting_id
left join attendee_counts
    on meetings.meeting_id = attendee_counts.meeting_id
