{{ config(enabled=uses('cmi5')) }}

select
    source_id,
    publisher_id as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    publisher_id,
    move_on,
    mastery_score,
    launch_method,
    url,
    objectives,
    activity_type_id,
    has_launch_parameters,
    has_entitlement_key
from {{ ref('base_cmi5__parts') }}
where part_type = 'unit'
