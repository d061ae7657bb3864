-- Statements name an activity by its publisher's id. Several courses may contain it: here the first one counts, and
-- stg_cmi5__units has all of them.
{{ config(enabled=uses('cmi5')) }}

with parts as (

    select
        parts.*,
        row_number() over (partition by source_id, publisher_id order by course_id) as preference
    from {{ ref('base_cmi5__parts') }} as parts

)

select
    source_id,
    publisher_id as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    case when parent_id <> course_id then parent_id end as parent_activity_key,
    part_name as activity_name,
    case when part_type = 'block' then 'module' else 'content_unit' end as activity_kind,
    position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at,
    publisher_id
from parts
where preference = 1
