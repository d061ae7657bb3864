-- What it checks: A day has at most as many active learners as the seven days up to it, and these have at most as many
-- as the 28 days up to it. No number is below zero. New and returning learners add up to the active ones. No week has
-- more idle than enrolled learners. A cohort begins with all of its learners active, and never has more.
-- When it matters: Always. These numbers are kept by counting changes, so one wrong change shifts all later days.
-- How to resolve it: Recount the learners of the first such day by hand from fct_learning_days.
select
    course_run_id,
    date_day,
    'learners of the day' as place
from {{ ref('course_days') }}
where daily_active_learners > weekly_active_learners
    or weekly_active_learners > monthly_active_learners
    or daily_active_learners <> new_learners + returning_learners
    or enrolled_learners < 0
    or new_learners < 0
    or returning_learners < 0
union all
select
    course_run_id,
    week_start_date as date_day,
    'learners of the week' as place
from {{ ref('course_weeks') }}
where active_learners <> new_learners + returning_learners
    or idle_learners > enrolled_learners
union all
select
    course_run_id,
    week_start_date as date_day,
    'cohort' as place
from {{ ref('retention_cohorts') }}
where active_learners > cohort_learners
    or (weeks_since_start = 0 and active_learners <> cohort_learners)
