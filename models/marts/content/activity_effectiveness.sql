-- This mart shows how each content item works for the learners who reach it.
with activities as (

    select * from {{ ref('dim_activity') }}
    where content_item_id = activity_id
        and course_run_id is not null

),

content_progress as (

    select * from {{ ref('fct_content_progress') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

items as (

    select * from {{ ref('item_analysis') }}

),

learning_days as (

    select * from {{ ref('fct_learning_days') }}

),

enrollment_counts as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

-- A completion that a system records without an event appears only in the content progress.
last_days as (

    select
        learner_id,
        course_run_id,
        max(last_date) as last_date
    from (
        select
            learner_id,
            course_run_id,
            date_day as last_date
        from learning_days
        union all
        select
            learner_id,
            course_run_id,
            last_date
        from content_progress
    ) as traces
    group by
        learner_id,
        course_run_id

),

learner_content_items as (

    select
        content_progress.learner_id,
        content_progress.course_run_id,
        content_progress.content_item_id,
        -- Without events the time is unknown, and 0 would pull the median down.
        case when content_progress.active_seconds > 0 then content_progress.active_seconds end as active_seconds,
        case when {{ is_true('content_progress.is_completed') }} then 1 else 0 end as is_completed,
        case when participations.enrollment_status is not null then 1 else 0 end as is_enrolled,
        -- A learner whose last day included this item dropped off here, unless they completed the course.
        case
            when content_progress.last_date = last_days.last_date
                and coalesce(participations.enrollment_status, 'unknown') <> 'completed' then 1
            else 0
        end as is_last,
        row_number() over (
            partition by
                content_progress.course_run_id,
                content_progress.content_item_id,
                case when content_progress.active_seconds > 0 then 1 else 0 end
            order by content_progress.active_seconds
        ) as place,
        count(case when content_progress.active_seconds > 0 then 1 end) over (
            partition by content_progress.course_run_id, content_progress.content_item_id
        ) as timed
    from content_progress
    inner join participations
        on content_progress.learner_id = participations.learner_id
        and content_progress.course_run_id = participations.course_run_id
    left join last_days
        on content_progress.learner_id = last_days.learner_id
        and content_progress.course_run_id = last_days.course_run_id

),

content_item_totals as (

    select
        course_run_id,
        content_item_id,
        count(*) as learners,
        {{ whole_sum('is_enrolled') }} as reached_enrolled_learners,
        {{ whole_sum('is_completed') }} as completed_learners,
        {{ whole_sum('is_last') }} as dropped_off_learners,
        {{ median_of('active_seconds', 'place', 'case when active_seconds is not null then timed end') }}
            as median_active_seconds
    from learner_content_items
    group by
        course_run_id,
        content_item_id

),

assessment_item_totals as (

    select
        assessment_id,
        count(*) as items,
        {{ exact_mean('difficulty') }} as mean_item_difficulty,
        {{ exact_mean('discrimination') }} as mean_item_discrimination,
        count(review_reason) as items_to_review
    from items
    group by assessment_id

)

select
    activities.course_id,
    activities.course_run_id,
    activities.activity_id,
    activities.activity_name,
    activities.activity_kind,
    activities.section_id,
    coalesce(content_item_totals.learners, 0) as learners,
    {{ share_of('coalesce(content_item_totals.reached_enrolled_learners, 0)', 'enrollment_counts.enrolled_learners') }}
        as reach,
    content_item_totals.median_active_seconds,
    {{ share_of('content_item_totals.completed_learners', 'content_item_totals.learners') }} as completion_rate,
    coalesce(content_item_totals.dropped_off_learners, 0) as dropped_off_learners,
    {{ share_of('content_item_totals.dropped_off_learners', 'content_item_totals.learners') }} as drop_off_rate,
    coalesce(assessment_item_totals.items, 0) as items,
    assessment_item_totals.mean_item_difficulty,
    assessment_item_totals.mean_item_discrimination,
    coalesce(assessment_item_totals.items_to_review, 0) as items_to_review
from activities
left join enrollment_counts
    on activities.course_run_id = enrollment_counts.course_run_id
left join content_item_totals
    on activities.course_run_id = content_item_totals.course_run_id
    and activities.activity_id = content_item_totals.content_item_id
left join assessment_item_totals
    on activities.activity_id = assessment_item_totals.assessment_id
