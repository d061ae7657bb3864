with completions as (

    select * from {{ ref('int_completions') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    completions.completion_key as completion_id,
    completions.source_system,
    completions.source_id,
    completions.learner_id,
    completions.course_id,
    completions.course_run_id,
    completions.activity_key as activity_id,
    completions.is_completed,
    completions.progress_share,
    completions.completed_at
from completions
inner join learners
    on completions.learner_id = learners.learner_id
