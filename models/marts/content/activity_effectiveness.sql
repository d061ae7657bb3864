-- What each part of the content does for those who come to it.
with activities as (

    select * from {{ ref('dim_activity') }}
    where content_item_id = activity_id
        and course_run_id is not null

),

progress as (

    select * from {{ ref('fct_content_progress') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

items as (

    select * from {{ ref('item_analysis') }}

),

days as (

    select * from {{ ref('fct_learning_days') }}

),

enrolled as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

-- What is completed without an event leaves its day in the progress only.
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
        from days
        union all
        select
            learner_id,
            course_run_id,
            last_date
        from progress
    ) as traces
    group by
        learner_id,
        course_run_id

),

-- Time is known where events tell it.
placed as (

    select
        progress.learner_id,
        progress.course_run_id,
        progress.content_item_id,
        case when progress.active_seconds > 0 then progress.active_seconds end as active_seconds,
        case when {{ is_true('progress.is_completed') }} then 1 else 0 end as is_completed,
        case when participations.enrollment_status is not null then 1 else 0 end as is_enrolled,
        -- Whose last day in the course ended with this, unless they completed the course.
        case
            when progress.last_date = last_days.last_date
                and coalesce(participations.enrollment_status, 'unknown') <> 'completed' then 1
            else 0
        end as is_last,
        row_number() over (
            partition by
                progress.course_run_id,
                progress.content_item_id,
                case when progress.active_seconds > 0 then 1 else 0 end
            order by progress.active_seconds
        ) as place,
        count(case when progress.active_seconds > 0 then 1 end) over (
            partition by progress.course_run_id, progress.content_item_id
        ) as timed
    from progress
    inner join participations
        on progress.learner_id = participations.learner_id
        and progress.course_run_id = participations.course_run_id
    left join last_days
        on progress.learner_id = last_days.learner_id
        and progress.course_run_id = last_days.course_run_id

),

reached as (

    select
        course_run_id,
        content_item_id,
        count(*) as learners,
        {{ whole_sum('is_enrolled') }} as reached_enrolled_learners,
        {{ whole_sum('is_completed') }} as completed_learners,
        {{ whole_sum('is_last') }} as dropped_off_learners,
        {{ median_of('active_seconds', 'place', 'case when active_seconds is not null then timed end') }}
            as median_active_seconds
    from placed
    group by
        course_run_id,
        content_item_id

),

linked as (

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
    coalesce(reached.learners, 0) as learners,
    {{ share_of('coalesce(reached.reached_enrolled_learners, 0)', 'enrolled.enrolled_learners') }} as reach,
    reached.median_active_seconds,
    {{ share_of('reached.completed_learners', 'reached.learners') }} as completion_rate,
    coalesce(reached.dropped_off_learners, 0) as dropped_off_learners,
    {{ share_of('reached.dropped_off_learners', 'reached.learners') }} as drop_off_rate,
    coalesce(linked.items, 0) as items,
    linked.mean_item_difficulty,
    linked.mean_item_discrimination,
    coalesce(linked.items_to_review, 0) as items_to_review
from activities
left join enrolled
    on activities.course_run_id = enrolled.course_run_id
left join reached
    on activities.course_run_id = reached.course_run_id
    and activities.activity_id = reached.content_item_id
left join linked
    on activities.activity_id = linked.assessment_id
