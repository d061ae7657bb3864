{{ config(enabled=uses('talentlms'), schema='pii') }}

with unit_statuses as (

    select * from {{ ref('base_talentlms__unit_statuses') }}
    where score is not null

)

select
    source_id,
    {{ entity_key('grade', 'unit_status_id') }} as grade_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('unit', 'unit_id') }} as activity_key,
    {{ unknown('string') }} as grade_text,
    score as score_raw,
    cast(100 as {{ double_type() }}) as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    completed_at as graded_at
from unit_statuses
