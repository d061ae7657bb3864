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

-- Class was held where anybody came: not in a room that a host tried alone, nor where nobody tells who came.
class_days as (

    select distinct
        course_run_id,
        meeting_date
    from attended_days
    where course_run_id is not null
        and meeting_date is not null

),

-- A run that meets twice on a day, or whose meeting broke off and began anew, held class once that day.
expected as (

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

-- Days alike that follow each other share the difference of their two places.
streaks as (

    select
        learner_id,
        course_run_id,
        attended,
        place - place_among_alike as streak,
        count(*) as streak_days,
        max(case when place = days then 1 else 0 end) as is_current
    from expected
    group by
        learner_id,
        course_run_id,
        attended,
        place - place_among_alike

),

longest as (

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

summed as (

    select
        learner_id,
        min(course_id) as course_id,
        course_run_id,
        count(*) as class_days,
        {{ whole_sum('attended') }} as attended_days,
        {{ exact_sum('coalesce(attended_seconds, 0)') }} as attended_seconds,
        max(case when attended = 1 then meeting_date end) as last_attended_date
    from expected
    group by
        learner_id,
        course_run_id

)

select
    summed.learner_id,
    summed.course_id,
    summed.course_run_id,
    summed.class_days,
    summed.attended_days,
    summed.class_days - summed.attended_days as missed_days,
    {{ share_of('summed.attended_days', 'summed.class_days') }} as attendance_rate,
    longest.longest_attended_streak,
    longest.longest_missed_streak,
    longest.current_missed_streak,
    summed.attended_seconds,
    summed.last_attended_date
from summed
inner join longest
    on summed.learner_id = longest.learner_id
    and summed.course_run_id = longest.course_run_id
