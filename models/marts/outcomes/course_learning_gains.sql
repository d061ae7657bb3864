with learning_gains as (

    select * from {{ ref('learner_learning_gains') }}

),

assessment_pairs as (

    select * from {{ ref('dim_assessment_pair') }}

),

pair_totals as (

    select
        pair_id,
        min(course_id) as course_id,
        min(course_run_id) as course_run_id,
        count(*) as learners,
        count(case when gain > 0 then 1 end) as learners_who_gained,
        {{ exact_mean('pre_score') }} as mean_pre_score,
        {{ exact_mean('post_score') }} as mean_post_score,
        {{ exact_mean('gain') }} as mean_gain,
        {{ exact_mean('normalized_gain') }} as mean_normalized_gain
    from learning_gains
    group by pair_id

)

select
    pair_totals.pair_id,
    assessment_pairs.pair_name,
    pair_totals.course_id,
    pair_totals.course_run_id,
    pair_totals.learners,
    pair_totals.learners_who_gained,
    pair_totals.mean_pre_score,
    pair_totals.mean_post_score,
    pair_totals.mean_gain,
    pair_totals.mean_normalized_gain,
    -- Published comparisons of courses use the gain of the class, not the mean of its learners' gains.
    (pair_totals.mean_post_score - pair_totals.mean_pre_score) / nullif(1 - pair_totals.mean_pre_score, 0)
        as class_normalized_gain
from pair_totals
inner join assessment_pairs
    on pair_totals.pair_id = assessment_pairs.pair_id
