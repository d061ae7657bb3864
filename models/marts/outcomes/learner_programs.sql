with programs as (

    select * from {{ ref('dim_program_course') }}

),

outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

-- A course that somebody takes twice counts once, by its best end.
courses as (

    select
        learner_id,
        course_id,
        max(case when outcome in ('passed', 'completed') then 1 else 0 end) as is_done,
        max(case when first_event_at is not null or active_days > 0 then 1 else 0 end) as is_started,
        min(case when outcome in ('passed', 'completed') then completed_at end) as done_at
    from outcomes
    group by
        learner_id,
        course_id

)

select
    programs.program_id,
    courses.learner_id,
    min(programs.program_courses) as program_courses,
    count(*) as entered_courses,
    {{ whole_sum('courses.is_started') }} as started_courses,
    {{ whole_sum('courses.is_done') }} as completed_courses,
    {{ share_of('sum(courses.is_done)', 'min(programs.program_courses)') }} as completed_share,
    {{ as_boolean('sum(courses.is_done) = min(programs.program_courses)') }} as is_completed,
    -- Where a course does not tell when it was completed, nobody knows which was the last.
    case when count(courses.done_at) = min(programs.program_courses) then max(courses.done_at) end as completed_at
from programs
inner join courses
    on programs.course_id = courses.course_id
group by
    programs.program_id,
    courses.learner_id
