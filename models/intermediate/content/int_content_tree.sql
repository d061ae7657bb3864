-- Every activity with its place: in which course run, in which section, under which other activities.
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

courses as (

    select * from {{ ref('int_course_keys') }}

),

-- Statements name the course beside the activity. One that several courses use is at home where it is used most.
runs_of_events as (

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

located as (

    select
        activities.activity_id,
        activities.activity_kind,
        activities.is_content,
        -- A course that is told as an activity is the root itself, not a part of its content.
        case when parents.activity_kind <> 'course' then parents.activity_id end as parent_activity_id,
        coalesce(courses.course_run_id, activities.course_key, runs_of_events.course_run_id) as course_run_id
    from activities
    left join activities as parents
        on activities.parent_activity_id = parents.activity_id
    left join courses
        on activities.course_key = courses.native_course
    left join runs_of_events
        on activities.activity_id = runs_of_events.activity_id
        and runs_of_events.preference = 1

),

-- noqa: disable=LT02
{% call(level, above) walk('placed', levels=8) %}
    select
        located.activity_id,
        {% if level == 1 -%}
        located.activity_id as section_id,
        {{ unknown('string') }} as subsection_id,
        case when located.is_content = 1 then located.activity_id end as content_item_id,
        cast(located.activity_id as {{ dbt.type_string() }}) as path,
        {%- else -%}
        above.section_id,
        {{ 'located.activity_id' if level == 2 else 'above.subsection_id' }} as subsection_id,
        coalesce(above.content_item_id, case when located.is_content = 1 then located.activity_id end)
            as content_item_id,
        {{ dbt.concat(['above.path', "' > '", 'located.activity_id']) }} as path,
        {%- endif %}
        {{ level }} as depth
    from located
    {% if level == 1 -%}
    where located.parent_activity_id is null
        and located.activity_kind <> 'course'
    {%- else -%}
    inner join {{ above }} as above
        on located.parent_activity_id = above.activity_id
    {%- endif %}
{% endcall %},

-- A part that nobody touched is in the run of what lies below it.
runs_of_sections as (

    select
        placed.section_id,
        min(located.course_run_id) as course_run_id
    from placed
    inner join located
        on placed.activity_id = located.activity_id
    group by placed.section_id

)

select
    located.activity_id,
    coalesce(located.course_run_id, runs_of_sections.course_run_id) as course_run_id,
    located.parent_activity_id,
    placed.section_id,
    placed.subsection_id,
    placed.content_item_id,
    coalesce(placed.path, located.activity_id) as path,
    -- Activities that name each other as parents in a circle have no place.
    case when located.activity_kind = 'course' then 0 else placed.depth end as depth
from located
left join placed
    on located.activity_id = placed.activity_id
left join runs_of_sections
    on placed.section_id = runs_of_sections.section_id
