-- This mart counts how learners move from one content item to the next within a session.
with activities as (

    select * from {{ ref('dim_activity') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

-- A question is part of its test, and a screen is part of its unit. Moving between such parts is not a transition.
visits as (

    select
        visits.session_id,
        visits.learner_id,
        visits.course_id,
        visits.course_run_id,
        visits.visit_number,
        visits.started_at,
        visits.ended_at,
        coalesce(activities.content_item_id, visits.activity_id) as activity_id
    from {{ ref('fct_activity_visits') }} as visits
    inner join participations
        on visits.learner_id = participations.learner_id
        and visits.course_run_id = participations.course_run_id
    left join activities
        on visits.activity_id = activities.activity_id
    where visits.activity_id is not null

),

visits_with_next as (

    select
        visits.*,
        lead(activity_id) over (partition by session_id, course_run_id order by visit_number) as next_activity_id,
        lead(started_at) over (partition by session_id, course_run_id order by visit_number) as next_started_at
    from visits

),

gaps as (

    select
        learner_id,
        course_id,
        course_run_id,
        activity_id,
        next_activity_id,
        {{ milliseconds_between('ended_at', 'next_started_at') }} / 1000.0 as gap_seconds
    from visits_with_next
    where activity_id <> next_activity_id

),

ranked_gaps as (

    select
        gaps.*,
        row_number() over (
            partition by course_run_id, activity_id, next_activity_id order by gap_seconds
        ) as place,
        count(*) over (partition by course_run_id, activity_id, next_activity_id) as transitions,
        count(*) over (partition by course_run_id, activity_id) as transitions_from
    from gaps

)

select
    min(course_id) as course_id,
    course_run_id,
    activity_id as from_activity_id,
    next_activity_id as to_activity_id,
    count(*) as transitions,
    count(distinct learner_id) as learners,
    {{ share_of('count(*)', 'min(transitions_from)') }} as share_of_departures,
    {{ median_of('gap_seconds', 'place', 'transitions') }} as median_gap_seconds
from ranked_gaps
group by
    course_run_id,
    activity_id,
    next_activity_id
