with courses_of_programs as (

    select * from {{ ref('dim_program_course') }}

),

outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

-- A course that a learner takes several times counts once, by its best outcome.
learner_courses as (

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
    courses_of_programs.program_id,
    learner_courses.learner_id,
    min(courses_of_programs.program_courses) as program_courses,
    count(*) as entered_courses,
    {{ whole_sum('learner_courses.is_started') }} as started_courses,
    {{ whole_sum('learner_courses.is_done') }} as completed_courses,
    {{ share_of('sum(learner_courses.is_done)', 'min(courses_of_programs.program_courses)') }} as completed_share,
    {{ as_boolean('sum(learner_courses.is_done) = min(courses_of_programs.program_courses)') }} as is_completed,
    -- If the time of one completion is unknown, it is unknown which completion was the last.
    case
        when count(learner_courses.done_at) = min(courses_of_programs.program_courses) then max(learner_courses.done_at)
    end as completed_at
from courses_of_programs
inner join learner_courses
    on courses_of_programs.course_id = learner_courses.course_id
group by
    courses_of_programs.program_id,
    learner_courses.learner_id
