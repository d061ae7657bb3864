{{ config(enabled=uses('scorm')) }}

with activities as (

    select * from {{ ref('base_scorm__activities') }}

),

-- Every registration for a package contains the same tree, so any one of them is enough.
ranked_activities as (

    select
        activities.*,
        row_number() over (partition by source_id, activity_id order by attempt_id desc) as preference
    from activities

)

select
    source_id,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'parent_activity_id') }} as parent_activity_key,
    title as activity_name,
    'content_unit' as activity_kind,
    position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at
from ranked_activities
where preference = 1
