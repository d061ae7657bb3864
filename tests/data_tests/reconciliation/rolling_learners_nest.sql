-- What it checks: who is active on a day is active in its week, and who is in its week is in its four weeks; nobody is
-- counted below zero; new and returning learners are the active ones; cohorts only shrink to a part of themselves.
-- When it matters: always; these numbers are kept by what comes and goes: one change too many shifts all that follow.
-- How to resolve it: recount the learners of the first such day by hand from fct_learning_days.
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
