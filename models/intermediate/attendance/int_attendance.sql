-- A learner who rejoins a meeting, or joins with two devices at once, attended it once.
with attendance_stays as (

    select * from {{ ref('int_attendance_stays') }}
    where learner_id is not null

),

meetings as (

    select * from {{ ref('int_meetings') }}

),

timed_stays as (

    select * from {{ ref('int_attendance_stays') }}
    where learner_id is not null
        and joined_at is not null
        and left_at >= joined_at

),

stays_with_earlier_ends as (

    select
        learner_id,
        meeting_key,
        attendance_key,
        joined_at,
        left_at,
        max(left_at) over (
            partition by learner_id, meeting_key order by joined_at, attendance_key
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from timed_stays

),

-- Only the part of a stay that no earlier stay covers counts, so that overlapping time counts once.
uncovered_times as (

    select
        learner_id,
        meeting_key,
        case
            when reached_at is null or reached_at <= joined_at then {{ milliseconds_between('joined_at', 'left_at') }}
            when reached_at < left_at then {{ milliseconds_between('reached_at', 'left_at') }}
            else 0
        end as milliseconds
    from stays_with_earlier_ends

),

attended_times as (

    select
        learner_id,
        meeting_key,
        sum(milliseconds) as milliseconds
    from uncovered_times
    group by
        learner_id,
        meeting_key

),

learner_meetings as (

    select
        learner_id,
        meeting_key,
        source_system,
        source_id,
        max(case when attendee_role = 'host' then 1 else 0 end) as host_roles,
        min(joined_at) as joined_at,
        max(left_at) as left_at,
        count(*) as stays,
        sum(stated_seconds) as stated_seconds
    from attendance_stays
    group by
        learner_id,
        meeting_key,
        source_system,
        source_id

)

select
    learner_meetings.source_system,
    learner_meetings.source_id,
    learner_meetings.meeting_key,
    learner_meetings.learner_id,
    meetings.course_id,
    meetings.course_run_id,
    {{ as_boolean('learner_meetings.host_roles = 1') }} as is_host,
    learner_meetings.joined_at,
    learner_meetings.left_at,
    learner_meetings.stays,
    -- A learner whose stays all lack their times has no row here, so the result is NULL and not 0.
    cast(attended_times.milliseconds as {{ double_type() }}) / 1000 as attended_seconds,
    learner_meetings.stated_seconds
from learner_meetings
left join attended_times
    on learner_meetings.learner_id = attended_times.learner_id
    and learner_meetings.meeting_key = attended_times.meeting_key
left join meetings
    on learner_meetings.meeting_key = meetings.meeting_key
