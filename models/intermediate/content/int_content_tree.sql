-- Trees of systems and parents in statements become one tree, in which every activity has at most one place.
{{ config(materialized='table') }}

with activities as (

    select
        activity_id,
        activity_kind,
        course_key,
        nullif(coalesce(parent_activity_id, enclosing_activity_id), activity_id) as parent_activity_id,
        case when {{ is_no_content('activity_kind') }} then 0 else 1 end as is_content
    from {{ ref('int_activities') }}

),

events as (

    select * from {{ ref('int_learning_events__sessionized') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

),

-- Only events connect the activities of statements with a course run. A shared activity belongs where it is used most.
activity_course_runs as (

    select
        activity_id,
        course_run_id,
        row_number() over (partition by activity_id order by count(*) desc, course_run_id) as preference
    from events
    where course_run_id is not null
    group by
        activity_id,
        course_run_id

),

located_activities as (

    select
        activities.activity_id,
        activities.activity_kind,
        activities.is_content,
        -- A course that is an activity itself is the root and not a part of the content.
        case when parents.activity_kind <> 'course' then parents.activity_id end as parent_activity_id,
        coalesce(course_keys.course_run_id, activities.course_key, activity_course_runs.course_run_id) as course_run_id
    from activities
    left join activities as parents
        on activities.parent_activity_id = parents.activity_id
    left join course_keys
        on activities.course_key = course_keys.native_course
    left join activity_course_runs
        on activities.activity_id = activity_course_runs.activity_id
        and activity_course_runs.preference = 1

),

-- noqa: disable=LT02
{% call(level, above) walk('activity_paths', levels=8) %}
    select
        located_activities.activity_id,
        {% if level == 1 -%}
        located_activities.activity_id as section_id,
        {{ unknown('string') }} as subsection_id,
        case when located_activities.is_content = 1 then located_activities.activity_id end as content_item_id,
        cast(located_activities.activity_id as {{ dbt.type_string() }}) as path,
        {%- else -%}
        above.section_id,
        {{ 'located_activities.activity_id' if level == 2 else 'above.subsection_id' }} as subsection_id,
        coalesce(above.content_item_id, case
            when located_activities.is_content = 1 then located_activities.activity_id
        end) as content_item_id,
        {{ dbt.concat(['above.path', "' > '", 'located_activities.activity_id']) }} as path,
        {%- endif %}
        {{ level }} as depth
    from located_activities
    {% if level == 1 -%}
    where located_activities.parent_activity_id is null
        and located_activities.activity_kind <> 'course'
    {%- else -%}
    inner join {{ above }} as above
        on located_activities.parent_activity_id = above.activity_id
    {%- endif %}
{% endcall %},

-- A section without events belongs to the course run of the activities below it.
section_course_runs as (

    select
        activity_paths.section_id,
        min(located_activities.course_run_id) as course_run_id
    from activity_paths
    inner join located_activities
        on activity_paths.activity_id = located_activities.activity_id
    group by activity_paths.section_id

)

select
    located_activities.activity_id,
    coalesce(located_activities.course_run_id, section_course_runs.course_run_id) as course_run_id,
    located_activities.parent_activity_id,
    activity_paths.section_id,
    activity_paths.subsection_id,
    activity_paths.content_item_id,
    coalesce(activity_paths.path, located_activities.activity_id) as path,
    -- Activities whose parents form a circle have no depth.
    case when located_activities.activity_kind = 'course' then 0 else activity_paths.depth end as depth
from located_activities
left join activity_paths
    on located_activities.activity_id = activity_paths.activity_id
left join section_course_runs
    on activity_paths.section_id = section_course_runs.section_id
