-- Attendance is summed over all course runs and schools, so that learners who change schools keep their absences.
with learner_course_attendance as (

    select * from {{ ref('learner_course_attendance') }}

),

learner_totals as (

    select
        learner_id,
        count(*) as course_runs,
        {{ whole_sum('class_days') }} as class_days,
        {{ whole_sum('attended_days') }} as attended_days,
        {{ whole_sum('missed_days') }} as missed_days,
        {{ exact_sum('attended_seconds') }} as attended_seconds,
        max(last_attended_date) as last_attended_date
    from learner_course_attendance
    group by learner_id

)

select
    learner_id,
    course_runs,
    class_days,
    attended_days,
    missed_days,
    {{ share_of('attended_days', 'class_days') }} as attendance_rate,
    attended_seconds,
    -- A few class days are not enough to judge absence.
    case
        when class_days >= {{ var('chronic_absence_minimum_days') }} then {{ as_boolean(
            'missed_days >= ' ~ var('chronic_absence_share') ~ ' * class_days'
        ) }}
    end as is_chronically_absent,
    last_attended_date
from learner_totals
