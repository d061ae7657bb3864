-- Sections and subsections of a course against its content: what is there counts, not only what somebody visited.
with activities as (

    select * from {{ ref('dim_activity') }}
    where course_run_id is not null

),

progress as (

    select * from {{ ref('fct_content_progress') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

-- Each content item lies in its section and, where there is one, in its subsection.
contents as (

    select
        course_run_id,
        section_id as container_id,
        activity_id as content_item_id
    from activities
    where content_item_id = activity_id
        and section_id <> activity_id
    union all
    select
        course_run_id,
        subsection_id as container_id,
        activity_id as content_item_id
    from activities
    where content_item_id = activity_id
        and subsection_id <> activity_id

),

sizes as (

    select
        course_run_id,
        container_id,
        count(*) as content_items
    from contents
    group by
        course_run_id,
        container_id

),

reached as (

    select
        progress.learner_id,
        progress.course_run_id,
        contents.container_id,
        count(*) as reached_items,
        count(case when {{ is_true('progress.is_completed') }} then 1 end) as completed_items,
        {{ exact_sum('progress.active_seconds') }} as active_seconds,
        min(progress.first_date) as first_date,
        max(progress.last_date) as last_date
    from progress
    inner join contents
        on progress.course_run_id = contents.course_run_id
        and progress.content_item_id = contents.content_item_id
    group by
        progress.learner_id,
        progress.course_run_id,
        contents.container_id

)

select
    participations.learner_id,
    participations.course_id,
    participations.course_run_id,
    sizes.container_id as section_id,
    activities.depth,
    sizes.content_items,
    coalesce(reached.reached_items, 0) as reached_items,
    coalesce(reached.completed_items, 0) as completed_items,
    case
        when coalesce(reached.reached_items, 0) = 0 then 'none'
        when reached.reached_items < sizes.content_items then 'some'
        else 'all'
    end as reached,
    {{ share_of('coalesce(reached.reached_items, 0)', 'sizes.content_items') }} as reached_share,
    coalesce(reached.active_seconds, 0) as active_seconds,
    reached.first_date,
    reached.last_date
from participations
inner join sizes
    on participations.course_run_id = sizes.course_run_id
inner join activities
    on sizes.container_id = activities.activity_id
left join reached
    on participations.learner_id = reached.learner_id
    and participations.course_run_id = reached.course_run_id
    and sizes.container_id = reached.container_id
