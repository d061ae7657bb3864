with activities as (

    select * from {{ ref('int_activities') }}

)

select
    activity_id as course_id,
    activity_name as course_name
from activities
where activity_kind = 'course'
