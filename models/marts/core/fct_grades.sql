with grades as (

    select * from {{ ref('int_grades') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    grades.grade_key as grade_id,
    grades.source_system,
    grades.source_id,
    grades.learner_id,
    grades.course_id,
    grades.course_run_id,
    grades.activity_key as activity_id,
    grades.grade_text,
    grades.score_raw,
    grades.score_max,
    grades.is_passed,
    grades.is_final,
    grades.graded_at
from grades
inner join learners
    on grades.learner_id = learners.learner_id
