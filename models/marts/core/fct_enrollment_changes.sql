with changes as (

    select * from {{ ref('int_enrollment_changes') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    changes.enrollment_key as enrollment_id,
    changes.version_number,
    changes.source_system,
    changes.source_id,
    changes.learner_id,
    changes.course_id,
    changes.course_run_id,
    changes.previous_status,
    changes.status,
    changes.previous_role,
    changes.role,
    changes.enrollment_mode,
    changes.changed_at,
    changes.is_time_stated
from changes
inner join learners
    on changes.learner_id = learners.learner_id
