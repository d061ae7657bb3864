{{ config(enabled=uses('cmi5')) }}

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as run_code,
    {{ unknown('string') }} as course_code,
    course_name,
    {{ unknown('string') }} as term_name,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at,
    course_id as publisher_id
from {{ ref('base_cmi5__courses') }}
