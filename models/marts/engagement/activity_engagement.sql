-- This mart counts the learners whom each activity of a course run reaches.
with visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null
        and activity_id is not null

),

activity_days as (

    select * from {{ ref('activity_days') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

enrollment_counts as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

learner_counts as (

    select
        visits.course_run_id,
        visits.activity_id,
        count(distinct visits.learner_id) as learners,
        count(distinct case when participations.enrollment_status is not null then visits.learner_id end)
            as reached_enrolled_learners
    from visits
    inner join participations
        on visits.learner_id = participations.learner_id
        and visits.course_run_id = participations.course_run_id
    group by
        visits.course_run_id,
        visits.activity_id

),

activity_totals as (

    select
        min(course_id) as course_id,
        course_run_id,
        activity_id,
        {{ whole_sum('learners') }} as unique_daily_views,
        {{ whole_sum('events') }} as events,
        {{ whole_sum('views') }} as views,
        {{ whole_sum('downloads') }} as downloads,
        {{ exact_sum('active_seconds') }} as active_seconds,
        min(date_day) as first_date,
        max(date_day) as last_date
    from activity_days
    group by
        course_run_id,
        activity_id

),

-- A content item without any visit also has a row, in the course run that it belongs to.
run_activities as (

    select
        course_id,
        course_run_id,
        activity_id
    from activity_totals
    union distinct
    select
        course_id,
        course_run_id,
        activity_id
    from activities
    where content_item_id = activity_id
        and course_run_id is not null

)

select
    run_activities.course_id,
    run_activities.course_run_id,
    run_activities.activity_id,
    coalesce(enrollment_counts.enrolled_learners, 0) as enrolled_learners,
    coalesce(learner_counts.learners, 0) as learners,
    coalesce(learner_counts.reached_enrolled_learners, 0) as reached_enrolled_learners,
    coalesce(activity_totals.unique_daily_views, 0) as unique_daily_views,
    coalesce(activity_totals.events, 0) as events,
    coalesce(activity_totals.views, 0) as views,
    coalesce(activity_totals.downloads, 0) as downloads,
    coalesce(activity_totals.active_seconds, 0) as active_seconds,
    {{ share_of('coalesce(learner_counts.reached_enrolled_learners, 0)', 'enrollment_counts.enrolled_learners') }}
        as reach,
    activity_totals.first_date,
    activity_totals.last_date
from run_activities
left join enrollment_counts
    on run_activities.course_run_id = enrollment_counts.course_run_id
left join learner_counts
    on run_activities.course_run_id = learner_counts.course_run_id
    and run_activities.activity_id = learner_counts.activity_id
left join activity_totals
    on run_activities.course_run_id = activity_totals.course_run_id
    and run_activities.activity_id = activity_totals.activity_id
