-- One row a learner and meeting: who rejoins, or comes with two devices at once, was there once.
with stays as (

    select * from {{ ref('int_attendance_stays') }}
    where learner_id is not null

),

meetings as (

    select * from {{ ref('int_meetings') }}

),

timed as (

    select * from {{ ref('int_attendance_stays') }}
    where learner_id is not null
        and joined_at is not null
        and left_at >= joined_at

),

reached as (

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
    from timed

),

-- Of each stay what no earlier one covers.
uncovered as (

    select
        learner_id,
        meeting_key,
        case
            when reached_at is null or reached_at <= joined_at then {{ milliseconds_between('joined_at', 'left_at') }}
            when reached_at < left_at then {{ milliseconds_between('reached_at', 'left_at') }}
            else 0
        end as milliseconds
    from reached

),

attended as (

    select
        learner_id,
        meeting_key,
        sum(milliseconds) as milliseconds
    from uncovered
    group by
        learner_id,
        meeting_key

),

told as (

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
    from stays
    group by
        learner_id,
        meeting_key,
        source_system,
        source_id

)

select
    told.source_system,
    told.source_id,
    told.meeting_key,
    told.learner_id,
    meetings.course_id,
    meetings.course_run_id,
    {{ as_boolean('told.host_roles = 1') }} as is_host,
    told.joined_at,
    told.left_at,
    told.stays,
    -- NULL where the system lost when they came and left.
    cast(attended.milliseconds as {{ double_type() }}) / 1000 as attended_seconds,
    told.stated_seconds
from told
left join attended
    on told.learner_id = attended.learner_id
    and told.meeting_key = attended.meeting_key
left join meetings
    on told.meeting_key = meetings.meeting_key
