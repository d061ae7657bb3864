{{ config(materialized='table') }}

with context_activities as (

    select * from {{ ref('stg_xapi__context_activities') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

ranked as (

    select
        context_activities.context_key,
        context_activities.activity_id,
        row_number() over (
            partition by context_activities.context_key
            order by context_activities.relation_rank, context_activities.position
        ) as preference
    from context_activities
    inner join activities
        on context_activities.activity_id = activities.activity_id
    where activities.activity_kind = 'course'
        and context_activities.relation in ('parent', 'grouping')

),

courses as (

    select * from ranked
    where preference = 1

),

contexts as (

    select
        context_key,
        min(case when relation = 'parent' then activity_id end) as parent_activity_id,
        count(
            case when relation = 'category' and activity_id = 'https://w3id.org/xapi/cmi5/context/categories/cmi5' then 1 end
        ) > 0 as is_cmi5_defined
    from context_activities
    group by 1

)

select
    contexts.context_key,
    contexts.parent_activity_id,
    courses.activity_id as course_id,
    contexts.is_cmi5_defined
from contexts
left join courses
    on contexts.context_key = courses.context_key
