{{ config(enabled=uses('canvas')) }}

with assignments as (

    {{ latest_records('canvas', 'assignments', [
        ['assignment_id', ['id'], 'text'],
        ['course_id', ['course_id'], 'text'],
        ['context_id', ['context_id'], 'text'],
        ['requested_course_id', ['_request', 'course_id'], 'text'],
        ['name', ['name'], 'text'],
        ['title', ['title'], 'text'],
        ['points', ['points_possible'], 'float'],
        ['due_at', ['due_at'], 'timestamp'],
        ['quiz_id', ['quiz_id'], 'text'],
        ['submission_types', ['submission_types'], 'json'],
    ]) }}

),

quizzes as (

    select
        source_id,
        assignment_id,
        min(quiz_id) as quiz_id
    from {{ ref('base_canvas__quizzes') }}
    where assignment_id is not null
    group by source_id, assignment_id

)

select
    assignments.source_id,
    assignments.assignment_id,
    coalesce(assignments.course_id, assignments.context_id, assignments.requested_course_id) as course_id,
    coalesce(assignments.name, assignments.title) as assignment_name,
    assignments.points,
    assignments.due_at,
    -- Canvas represents a graded quiz by an assignment, whose submissions are attempts at the quiz.
    {{ as_boolean(
        "assignments.quiz_id is not null or quizzes.quiz_id is not null"
        " or coalesce(assignments.submission_types, '') like '%online_quiz%'"
    ) }} as is_quiz,
    coalesce(assignments.quiz_id, quizzes.quiz_id) as quiz_id
from assignments
left join quizzes
    on assignments.source_id = quizzes.source_id
    and assignments.assignment_id = quizzes.assignment_id
where assignments.assignment_id is not null
