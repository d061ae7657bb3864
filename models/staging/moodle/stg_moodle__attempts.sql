{{ config(enabled=uses('moodle'), schema='pii') }}

with attempts as (

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
    attempts.source_id,
    {{ entity_key('quiz_attempt', 'attempt_id', 'attempts') }} as attempt_key,
    {{ entity_key('user', 'user_id', 'attempts') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'quizzes') }} as course_key,
    {{ entity_key('quiz', 'quiz_id', 'attempts') }} as activity_key,
    attempts.attempt_number,
    attempts.time_start as started_at,
    attempts.time_finish as ended_at,
    attempts.sum_grades as score_raw,
    quizzes.sum_grades as score_max,
    {{ as_boolean("attempts.state in ('finished', 'submitted')") }} as is_completed,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('float') }} as duration_seconds
from attempts
left join quizzes
    on attempts.source_id = quizzes.source_id
    and attempts.quiz_id = quizzes.quiz_id
where attempts.attempt_id is not null
    -- A teacher's look at the quiz is no attempt.
    and coalesce(attempts.preview, '0') <> '1'
