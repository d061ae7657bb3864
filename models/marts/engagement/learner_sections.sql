-- This mart compares what each learner reached with the content of each section. The content tree defines that content,
-- so that items without visits count too.
with activities as (

    select * from {{ ref('dim_activity') }}
    where course_run_id is not null

),

content_progress as (

    select * from {{ ref('fct_content_progress') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

-- A content item counts in its section and, if it has one, also in its subsection.
section_items as (

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

section_sizes as (

    select
        course_run_id,
        container_id,
        count(*) as content_items
    from section_items
    group by
        course_run_id,
        container_id

),

learner_section_totals as (

    select
        content_progress.learner_id,
        content_progress.course_run_id,
        section_items.container_id,
        count(*) as reached_items,
        count(case when {{ is_true('content_progress.is_completed') }} then 1 end) as completed_items,
        {{ exact_sum('content_progress.active_seconds') }} as active_seconds,
        min(content_progress.first_date) as first_date,
        max(content_progress.last_date) as last_date
    from content_progress
    inner join section_items
        on content_progress.course_run_id = section_items.course_run_id
        and content_progress.content_item_id = section_items.content_item_id
    group by
        content_progress.learner_id,
        content_progress.course_run_id,
        section_items.container_id

)

select
    participations.learner_id,
    participations.course_id,
    participations.course_run_id,
    section_sizes.container_id as section_id,
    activities.depth,
    section_sizes.content_items,
    coalesce(learner_section_totals.reached_items, 0) as reached_items,
    coalesce(learner_section_totals.completed_items, 0) as completed_items,
    case
        when coalesce(learner_section_totals.reached_items, 0) = 0 then 'none'
        when learner_section_totals.reached_items < section_sizes.content_items then 'some'
        else 'all'
    end as reached,
    {{ share_of('coalesce(learner_section_totals.reached_items, 0)', 'section_sizes.content_items') }} as reached_share,
    coalesce(learner_section_totals.active_seconds, 0) as active_seconds,
    learner_section_totals.first_date,
    learner_section_totals.last_date
from participations
inner join section_sizes
    on participations.course_run_id = section_sizes.course_run_id
inner join activities
    on section_sizes.container_id = activities.activity_id
left join learner_section_totals
    on participations.learner_id = learner_section_totals.learner_id
    and participations.course_run_id = learner_section_totals.course_run_id
    and section_sizes.container_id = learner_section_totals.container_id
