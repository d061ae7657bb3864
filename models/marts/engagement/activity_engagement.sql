with visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null
        and activity_id is not null

),

days as (

    select * from {{ ref('activity_days') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

enrolled as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

reached as (

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

summed as (

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
    from days
    group by
        course_run_id,
        activity_id

),

-- What nobody has touched is there as well, in the run whose content it is.
places as (

    select
        course_id,
        course_run_id,
        activity_id
    from summed
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
    places.course_id,
    places.course_run_id,
    places.activity_id,
    coalesce(enrolled.enrolled_learners, 0) as enrolled_learners,
    coalesce(reached.learners, 0) as learners,
    coalesce(reached.reached_enrolled_learners, 0) as reached_enrolled_learners,
    coalesce(summed.unique_daily_views, 0) as unique_daily_views,
    coalesce(summed.events, 0) as events,
    coalesce(summed.views, 0) as views,
    coalesce(summed.downloads, 0) as downloads,
    coalesce(summed.active_seconds, 0) as active_seconds,
    {{ share_of('coalesce(reached.reached_enrolled_learners, 0)', 'enrolled.enrolled_learners') }} as reach,
    summed.first_date,
    summed.last_date
from places
left join enrolled
    on places.course_run_id = enrolled.course_run_id
left join reached
    on places.course_run_id = reached.course_run_id
    and places.activity_id = reached.activity_id
left join summed
    on places.course_run_id = summed.course_run_id
    and places.activity_id = summed.activity_id
