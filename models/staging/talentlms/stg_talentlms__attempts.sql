{{ config(enabled=uses('talentlms'), schema='pii') }}

with attempts as (

    select * from {{ ref('base_talentlms__attempts') }}

)

select
    source_id,
    {{ entity_key('test_attempt', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('unit', 'test_id') }} as activity_key,
    {{ unknown('bigint') }} as attempt_number,
    {{ unknown('timestamp') }} as started_at,
    completed_at as ended_at,
    score as score_raw,
    cast(100 as {{ double_type() }}) as score_max,
    {{ as_boolean('completed_at is not null') }} as is_completed,
    case
        when completion_status in ('completed', 'passed') then {{ boolean_value(true) }}
        when completion_status = 'failed' then {{ boolean_value(false) }}
    end as is_passed,
    duration_seconds
from attempts
