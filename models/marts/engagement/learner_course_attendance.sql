-- This mart compares the class days of each enrolled learner with the days that they attended.
with participations as (

    select * from {{ ref('fct_participations') }}
    where enrollment_status is not null

),

attended_days as (

    select
        learner_id,
        course_run_id,
        meeting_date,
        {{ exact_sum('coalesce(attended_seconds, stated_seconds)') }} as attended_seconds
    from {{ ref('fct_attendance') }}
    where case when {{ is_true('is_host') }} then 1 else 0 end = 0
    group by
        learner_id,
        course_run_id,
        meeting_date

),

-- A run held class on a day if any learner other than a host attended. A host alone in a room, or a meeting without
-- a list of participants, does not make a class day.
class_days as (

    select distinct
        course_run_id,
        meeting_date
    from attended_days
    where course_run_id is not null
        and meeting_date is not null

),

-- Two meetings on a day, or a meeting that was interrupted and started again, make one class day.
expected_days as (

    select
        participations.learner_id,
        participations.course_id,
        participations.course_run_id,
        class_days.meeting_date,
        attended_days.attended_seconds,
        case when attended_days.learner_id is not null then 1 else 0 end as attended,
        row_number() over (
            partition by participations.learner_id, participations.course_run_id order by class_days.meeting_date
        ) as place,
        row_number() over (
            partition by
                participations.learner_id,
                participations.course_run_id,
                case when attended_days.learner_id is not null then 1 else 0 end
            order by class_days.meeting_date
        ) as place_among_alike,
        count(*) over (partition by participations.learner_id, participations.course_run_id) as days
    from participations
    inner join class_days
        on participations.course_run_id = class_days.course_run_id
        and class_days.meeting_date between participations.enrolled_from_date and participations.enrolled_until_date
    left join attended_days
        on participations.learner_id = attended_days.learner_id
        and participations.course_run_id = attended_days.course_run_id
        and class_days.meeting_date = attended_days.meeting_date

),

-- Consecutive days that were all attended (or all missed) have the same difference between their two positions.
streaks as (

    select
        learner_id,
        course_run_id,
        attended,
        place - place_among_alike as streak,
        count(*) as streak_days,
        max(case when place = days then 1 else 0 end) as is_current
    from expected_days
    group by
        learner_id,
        course_run_id,
        attended,
        place - place_among_alike

),

longest_streaks as (

    select
        learner_id,
        course_run_id,
        max(case when attended = 1 then streak_days else 0 end) as longest_attended_streak,
        max(case when attended = 0 then streak_days else 0 end) as longest_missed_streak,
        max(case when attended = 0 and is_current = 1 then streak_days else 0 end) as current_missed_streak
    from streaks
    group by
        learner_id,
        course_run_id

),

attendance_totals as (

    select
        learner_id,
        min(course_id) as course_id,
        course_run_id,
        count(*) as class_days,
        {{ whole_sum('attended') }} as attended_days,
        {{ exact_sum('coalesce(attended_seconds, 0)') }} as attended_seconds,
        max(case when attended = 1 then meeting_date end) as last_attended_date
    from expected_days
    group by
        learner_id,
        course_run_id

)

select
    attendance_totals.learner_id,
    attendance_totals.course_id,
    attendance_totals.course_run_id,
    attendance_totals.class_days,
    attendance_totals.attended_days,
    attendance_totals.class_days - attendance_totals.attended_days as missed_days,
    {{ share_of('attendance_totals.attended_days', 'attendance_totals.class_days') }} as attendance_rate,
    longest_streaks.longest_attended_streak,
    longest_streaks.longest_missed_streak,
    longest_streaks.current_missed_streak,
    attendance_totals.attended_seconds,
    attendance_totals.last_attended_date
from attendance_totals
inner join longest_streaks
    on attendance_totals.learner_id = longest_streaks.learner_id
    and attendance_totals.course_run_id = longest_streaks.course_run_id
