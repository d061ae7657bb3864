with submissions as (

    select * from {{ ref('int_submissions') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    submissions.submission_key as submission_id,
    submissions.source_system,
    submissions.source_id,
    submissions.learner_id,
    submissions.course_id,
    submissions.course_run_id,
    submissions.activity_key as activity_id,
    submissions.attempt_number,
    submissions.status,
    submissions.due_at,
    submissions.submitted_at,
    {{ local_date('submissions.submitted_at') }} as submitted_date,
    submissions.graded_at,
    submissions.score_raw,
    submissions.score_max,
    submissions.is_excused
from submissions
inner join learners
    on submissions.learner_id = learners.learner_id
