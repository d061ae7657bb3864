with attempts as (

    select * from {{ ref('fct_attempts') }}
    where assessment_id is not null

),

first_item_scores as (

    select * from {{ ref('fct_first_item_scores') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

ranked_attempts as (

    select
        attempts.*,
        row_number() over (
            partition by assessment_id, case when score_scaled is null then 1 else 0 end order by score_scaled
        ) as score_place,
        count(score_scaled) over (partition by assessment_id) as scored
    from attempts

),

-- A first attempt without a known result says nothing about first tries, so it is in neither number.
assessment_totals as (

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
    from ranked_attempts
    group by assessment_id

),

item_sums as (

    select
        assessment_id,
        item_id,
        count(*) as learners,
        sum(score) as right_answers
    from first_item_scores
    group by
        assessment_id,
        item_id

),

-- Variances are kept as whole numbers, so that the order of rows changes no digit: n times the sum of squares minus
-- the square of the sum is n squared times the variance.
item_variances as (

    select
        assessment_id,
        count(*) as items,
        sum(learners * right_answers - right_answers * right_answers) as scaled_variance
    from item_sums
    group by assessment_id

),

learner_totals as (

    select
        assessment_id,
        learner_id,
        sum(score) as total
    from first_item_scores
    group by
        assessment_id,
        learner_id

),

total_variances as (

    select
        assessment_id,
        count(*) as learners,
        count(*) * sum(total * total) - sum(total) * sum(total) as scaled_variance
    from learner_totals
    group by assessment_id

)

select
    assessment_totals.course_id,
    assessment_totals.course_run_id,
    assessment_totals.source_system,
    assessment_totals.assessment_id,
    activities.activity_name as assessment_name,
    assessment_totals.attempts,
    assessment_totals.learners,
    assessment_totals.completed_attempts,
    {{ share_of('assessment_totals.attempts', 'assessment_totals.learners') }} as attempts_per_learner,
    {{ share_of('assessment_totals.passed_attempts', 'assessment_totals.judged_attempts') }} as pass_rate,
    {{ share_of('assessment_totals.passed_first_tries', 'assessment_totals.judged_first_tries') }}
        as first_try_pass_rate,
    assessment_totals.scored_attempts,
    assessment_totals.mean_score,
    assessment_totals.median_score,
    assessment_totals.lowest_score,
    assessment_totals.highest_score,
    coalesce(item_variances.items, 0) as reliability_items,
    coalesce(total_variances.learners, 0) as reliability_learners,
    case
        when item_variances.items > 1 then
            {{ share_of('item_variances.items', 'item_variances.items - 1') }}
            * (1 - {{ share_of('item_variances.scaled_variance', 'total_variances.scaled_variance') }})
    end as cronbach_alpha
from assessment_totals
left join activities
    on assessment_totals.assessment_id = activities.activity_id
left join item_variances
    on assessment_totals.assessment_id = item_variances.assessment_id
left join total_variances
    on assessment_totals.assessment_id = total_variances.assessment_id
