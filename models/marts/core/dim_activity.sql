with activities as (

    select * from {{ ref('int_activities') }}

)

select
    activity_id,
    parent_activity_id,
    activity_type_id,
    activity_name,
    activity_kind
from activities
