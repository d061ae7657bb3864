{{ config(enabled=uses('canvas')) }}

with quizzes as (

    {{ latest_records('canvas', 'quizzes', [
        ['quiz_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['context_id', ['context_id'], 'text'],
        ['assignment_id', ['assignment_id'], 'text'],
        ['quiz_name', ['title'], 'text'],
        ['points', ['points_possible'], 'float'],
        ['due_at', ['due_at'], 'timestamp'],
    ]) }}

)

select
    source_id,
    quiz_id,
    coalesce(course_id, context_id) as course_id,
    assignment_id,
    quiz_name,
    points,
    due_at
from quizzes
where quiz_id is not null
