with attempts as (

    select * from {{ ref('int_attempts') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    attempts.attempt_id,
    attempts.source_system,
    attempts.source_id,
    attempts.learner_id,
    attempts.assessment_id,
    attempts.course_id,
    attempts.course_run_id,
    attempts.registration,
    attempts.attempt_number,
    attempts.score_scaled,
    attempts.score_raw,
    attempts.responses,
    attempts.correct_responses,
    attempts.is_passed,
    attempts.is_completed,
    attempts.started_at,
    attempts.started_date,
    attempts.ended_at
from attempts
inner join learners
    on attempts.learner_id = learners.learner_id
