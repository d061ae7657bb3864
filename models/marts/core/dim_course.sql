select
    activity_id as course_id,
    activity_name as course_name
from {{ ref('int_activities') }}
where activity_kind = 'course'
