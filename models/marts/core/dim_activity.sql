with activities as (

    select * from {{ ref('int_activities') }}

),

tree as (

    select * from {{ ref('int_content_tree') }}

),

runs as (

    select * from {{ ref('int_course_runs') }}

),

children as (

    select
        parent_activity_id,
        count(*) as child_activities
    from tree
    where parent_activity_id is not null
    group by parent_activity_id

)

select
    activities.activity_id,
    runs.course_id,
    tree.course_run_id,
    tree.parent_activity_id,
    tree.section_id,
    tree.subsection_id,
    tree.content_item_id,
    activities.activity_type_id,
    activities.activity_name,
    activities.activity_kind,
    tree.path,
    tree.depth,
    activities.position,
    coalesce(children.child_activities, 0) as child_activities,
    activities.points,
    activities.due_at
from activities
inner join tree
    on activities.activity_id = tree.activity_id
left join runs
    on tree.course_run_id = runs.course_run_id
left join children
    on activities.activity_id = children.parent_activity_id
