{% set outcomes = ['passed', 'failed', 'completed', 'withdrawn', 'in_progress', 'not_started', 'unknown'] %}

with outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

ranked_outcomes as (

    select
        outcomes.*,
        row_number() over (
            partition by course_run_id, case when grade_share is null then 1 else 0 end order by grade_share
        ) as grade_place,
        count(grade_share) over (partition by course_run_id) as graded,
        row_number() over (
            partition by course_run_id, case when days_to_complete is null then 1 else 0 end order by days_to_complete
        ) as completion_place,
        count(days_to_complete) over (partition by course_run_id) as timed
    from outcomes

),

run_totals as (

    select
        min(course_id) as course_id,
        course_run_id,
        count(*) as learners,
        count(enrollment_status) as enrolled_learners,
        {% for outcome in outcomes -%}
        count(case when outcome = '{{ outcome }}' then 1 end) as {{ outcome }}_learners,
        {% endfor -%}
        count(case when enrollment_status is not null and {{ is_true('is_completed') }} then 1 end)
            as enrolled_with_completion,
        count(case when enrollment_status = 'withdrawn' then 1 end) as enrolled_withdrawn,
        count(grade_share) as graded_learners,
        {{ exact_mean('grade_share') }} as mean_grade_share,
        {{ median_of('grade_share', 'grade_place', 'case when grade_share is not null then graded end') }}
            as median_grade_share,
        min(grade_share) as lowest_grade_share,
        max(grade_share) as highest_grade_share,
        {{ median_of(
            'days_to_complete', 'completion_place', 'case when days_to_complete is not null then timed end'
        ) }} as median_days_to_complete,
        {{ exact_sum('coalesce(credits_earned, 0)') }} as credits_earned
    from ranked_outcomes
    group by course_run_id

)

select
    course_id,
    course_run_id,
    learners,
    enrolled_learners,
    {% for outcome in outcomes -%}
    {{ outcome }}_learners,
    {% endfor -%}
    {{ share_of('enrolled_with_completion', 'enrolled_learners') }} as completion_rate,
    {{ share_of('passed_learners', 'passed_learners + failed_learners') }} as pass_rate,
    {{ share_of('enrolled_withdrawn', 'enrolled_learners') }} as withdrawal_rate,
    graded_learners,
    mean_grade_share,
    median_grade_share,
    lowest_grade_share,
    highest_grade_share,
    median_days_to_complete,
    credits_earned
from run_totals
