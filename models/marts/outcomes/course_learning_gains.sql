with gains as (

    select * from {{ ref('learner_learning_gains') }}

),

pairs as (

    select * from {{ ref('dim_assessment_pair') }}

),

summed as (

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
    from gains
    group by pair_id

)

select
    summed.pair_id,
    pairs.pair_name,
    summed.course_id,
    summed.course_run_id,
    summed.learners,
    summed.learners_who_gained,
    summed.mean_pre_score,
    summed.mean_post_score,
    summed.mean_gain,
    summed.mean_normalized_gain,
    -- What the class gained of what it could: the figure that published comparisons use.
    (summed.mean_post_score - summed.mean_pre_score) / nullif(1 - summed.mean_pre_score, 0) as class_normalized_gain
from summed
inner join pairs
    on summed.pair_id = pairs.pair_id
