with attempts as (

    select * from {{ ref('fct_attempts') }}
    where assessment_id is not null

),

item_scores as (

    select * from {{ ref('fct_first_item_scores') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

placed as (

    select
        attempts.*,
        row_number() over (
            partition by assessment_id, case when score_scaled is null then 1 else 0 end order by score_scaled
        ) as score_place,
        count(score_scaled) over (partition by assessment_id) as scored
    from attempts

),

-- A first attempt that nobody judged says nothing about first tries.
counted as (

    select
        assessment_id,
        min(source_system) as source_system,
        min(course_id) as course_id,
        min(course_run_id) as course_run_id,
        count(*) as attempts,
        count(distinct learner_id) as learners,
        count(case when {{ is_true('is_completed') }} then 1 end) as completed_attempts,
        count(case when {{ is_true('is_passed') }} then 1 end) as passed_attempts,
        count(case when is_passed is not null then 1 end) as judged_attempts,
        count(case when attempt_number = 1 and {{ is_true('is_passed') }} then 1 end) as passed_first_tries,
        count(case when attempt_number = 1 and is_passed is not null then 1 end) as judged_first_tries,
        count(score_scaled) as scored_attempts,
        {{ exact_mean('score_scaled') }} as mean_score,
        {{ median_of('score_scaled', 'score_place', 'case when score_scaled is not null then scored end') }}
            as median_score,
        min(score_scaled) as lowest_score,
        max(score_scaled) as highest_score
    from placed
    group by assessment_id

),

item_sums as (

    select
        assessment_id,
        item_id,
        count(*) as learners,
        sum(score) as right_answers
    from item_scores
    group by
        assessment_id,
        item_id

),

-- n times the sum of squares less the square of the sum is n squared times the variance, in whole numbers.
item_variances as (

    select
        assessment_id,
        count(*) as items,
        sum(learners * right_answers - right_answers * right_answers) as scaled_variance
    from item_sums
    group by assessment_id

),

totals as (

    select
        assessment_id,
        learner_id,
        sum(score) as total
    from item_scores
    group by
        assessment_id,
        learner_id

),

total_variances as (

    select
        assessment_id,
        count(*) as learners,
        count(*) * sum(total * total) - sum(total) * sum(total) as scaled_variance
    from totals
    group by assessment_id

)

select
    counted.course_id,
    counted.course_run_id,
    counted.source_system,
    counted.assessment_id,
    activities.activity_name as assessment_name,
    counted.attempts,
    counted.learners,
    counted.completed_attempts,
    {{ share_of('counted.attempts', 'counted.learners') }} as attempts_per_learner,
    {{ share_of('counted.passed_attempts', 'counted.judged_attempts') }} as pass_rate,
    {{ share_of('counted.passed_first_tries', 'counted.judged_first_tries') }} as first_try_share,
    counted.scored_attempts,
    counted.mean_score,
    counted.median_score,
    counted.lowest_score,
    counted.highest_score,
    coalesce(item_variances.items, 0) as reliability_items,
    coalesce(total_variances.learners, 0) as reliability_learners,
    case
        when item_variances.items > 1 then
            {{ share_of('item_variances.items', 'item_variances.items - 1') }}
            * (1 - {{ share_of('item_variances.scaled_variance', 'total_variances.scaled_variance') }})
    end as cronbach_alpha
from counted
left join activities
    on counted.assessment_id = activities.activity_id
left join item_variances
    on counted.assessment_id = item_variances.assessment_id
left join total_variances
    on counted.assessment_id = total_variances.assessment_id
