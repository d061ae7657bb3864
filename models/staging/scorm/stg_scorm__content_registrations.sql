{{ config(enabled=uses('scorm'), schema='pii') }}

with registrations as (

    select * from {{ ref('base_scorm__registrations') }}
    where instance_rank = 1

)

select
    source_id,
    {{ entity_key('registration', 'registration_id') }} as registration_key,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    is_completed,
    is_passed,
    score / 100 as score_scaled,
    total_seconds,
    {{ unknown('bigint') }} as launches,
    first_access_at as started_at,
    completed_at,
    last_access_at as last_at
from registrations
