-- Only participants of the course run count: a teacher of the run can be a learner elsewhere.
with visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null
        and activity_id is not null

),

participations as (

    select * from {{ ref('fct_participations') }}

)

select
    min(visits.course_id) as course_id,
    visits.course_run_id,
    visits.activity_id,
    visits.visit_date as date_day,
    count(distinct visits.learner_id) as learners,
    {{ whole_sum('visits.events') }} as events,
    {{ whole_sum('visits.views') }} as views,
    {{ whole_sum('visits.downloads') }} as downloads,
    {{ exact_sum('visits.active_seconds') }} as active_seconds
from visits
inner join participations
    on visits.learner_id = participations.learner_id
    and visits.course_run_id = participations.course_run_id
group by
    visits.course_run_id,
    visits.activity_id,
    visits.visit_date
