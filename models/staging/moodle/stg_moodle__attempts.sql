{{ config(enabled=uses('moodle'), schema='pii') }}

with quiz_attempts as (

    {{ latest_records('moodle', 'quiz_attempts', [
        ['attempt_id', ['id'], 'text'],
        ['quiz_id', ['quiz'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['attempt_number', ['attempt'], 'bigint'],
        ['preview', ['preview'], 'text'],
        ['state', ['state'], 'text'],
        ['time_start', ['timestart'], 'time'],
        ['time_finish', ['timefinish'], 'time'],
        ['sum_grades', ['sumgrades'], 'float'],
    ]) }}

),

quizzes as (

    {{ latest_records('moodle', 'quizzes', [
        ['quiz_id', ['id'], 'text'],
        ['course_id', ['course'], 'text'],
        ['sum_grades', ['sumgrades'], 'float'],
    ]) }}

)

select
    quiz_attempts.source_id,
    {{ entity_key('quiz_attempt', 'attempt_id', 'quiz_attempts') }} as attempt_key,
    {{ entity_key('user', 'user_id', 'quiz_attempts') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'quizzes') }} as course_key,
    {{ entity_key('quiz', 'quiz_id', 'quiz_attempts') }} as activity_key,
    quiz_attempts.attempt_number,
    quiz_attempts.time_start as started_at,
    quiz_attempts.time_finish as ended_at,
    quiz_attempts.sum_grades as score_raw,
    quizzes.sum_grades as score_max,
    {{ as_boolean("quiz_attempts.state in ('finished', 'submitted')") }} as is_completed,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('float') }} as duration_seconds
from quiz_attempts
left join quizzes
    on quiz_attempts.source_id = quizzes.source_id
    and quiz_attempts.quiz_id = quizzes.quiz_id
where quiz_attempts.attempt_id is not null
    -- A preview by a teacher is not an attempt.
    and coalesce(quiz_attempts.preview, '0') <> '1'
