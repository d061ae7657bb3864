with enrollments as (

    select * from {{ ref('int_enrollments') }}
    -- An enrollment without a role is taken as one of a learner.
    where coalesce(role, 'learner') = 'learner'

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    enrollments.enrollment_key as enrollment_id,
    enrollments.source_system,
    enrollments.source_id,
    enrollments.learner_id,
    enrollments.course_id,
    enrollments.course_run_id,
    enrollments.section_key as section_id,
    enrollments.enrollment_mode,
    enrollments.status,
    enrollments.starts_at,
    enrollments.ends_at,
    enrollments.changed_at
from enrollments
inner join learners
    on enrollments.learner_id = learners.learner_id
