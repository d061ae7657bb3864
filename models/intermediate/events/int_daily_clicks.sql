-- Clicks a learner, activity and day, where a system tells nothing finer.
with records as (

    select * from {{ ref('int_daily_clicks__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

),

courses as (

    select * from {{ ref('int_course_keys') }}

)

select
    records.source_system,
    records.source_id,
    vault.learner_id,
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id,
    records.activity_key,
    records.click_date,
    records.clicks
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
