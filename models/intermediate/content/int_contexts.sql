{{ config(materialized='table') }}

with context_activities as (

    select * from {{ ref('stg_xapi__context_activities') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

ranked_course_activities as (

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

contexts as (

    select
        context_key,
        min(case when relation = 'parent' and position = 1 then activity_id end) as parent_activity_id,
        max(case
            when relation = 'category' and activity_id = 'https://w3id.org/xapi/cmi5/context/categories/cmi5' then 1
            else 0
        end) as cmi5_categories,
        max(case
            when relation = 'category' and activity_id like 'http://h5p.org/libraries/%' then 1
            else 0
        end) as h5p_categories
    from context_activities
    group by context_key

)

select
    contexts.context_key,
    contexts.parent_activity_id,
    ranked_course_activities.activity_id as course_activity_id,
    {{ as_boolean('contexts.cmi5_categories = 1') }} as is_cmi5_defined,
    -- H5P sends the result of a whole content without a parent, and the results of its parts with one.
    {{ as_boolean('contexts.h5p_categories = 1 and contexts.parent_activity_id is null') }} as is_whole_h5p_content
from contexts
left join ranked_course_activities
    on contexts.context_key = ranked_course_activities.context_key
    and ranked_course_activities.preference = 1
