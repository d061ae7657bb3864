with clicks as (

    select * from {{ ref('int_daily_clicks') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    clicks.source_system,
    clicks.source_id,
    clicks.learner_id,
    clicks.course_id,
    clicks.course_run_id,
    clicks.activity_key as activity_id,
    clicks.click_date,
    clicks.clicks
from clicks
inner join learners
    on clicks.learner_id = learners.learner_id
