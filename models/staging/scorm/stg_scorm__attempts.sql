{{ config(enabled=uses('scorm'), schema='pii') }}

with registrations as (

    select * from {{ ref('base_scorm__registrations') }}

)

select
    source_id,
    {{ entity_key('registration_instance', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    instance + 1 as attempt_number,
    first_access_at as started_at,
    completed_at as ended_at,
    score as score_raw,
    case when score is not null then cast(100 as {{ double_type() }}) end as score_max,
    is_completed,
    is_passed,
    total_seconds as duration_seconds
from registrations
-- A registration that was never opened is not an attempt.
where first_access_at is not null
