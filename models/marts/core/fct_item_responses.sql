with responses as (

    select * from {{ ref('int_item_responses') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    responses.response_id,
    responses.source_system,
    responses.source_id,
    responses.attempt_id,
    responses.learner_id,
    responses.item_id,
    responses.assessment_id,
    responses.course_id,
    responses.course_run_id,
    responses.interaction_type,
    responses.response_option,
    responses.score_scaled,
    responses.duration_seconds,
    responses.is_correct,
    responses.answered_at
from responses
inner join learners
    on responses.learner_id = learners.learner_id
