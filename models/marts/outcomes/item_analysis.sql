with item_responses as (

    select * from {{ ref('fct_item_responses') }}
    where item_id is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}

),

first_item_scores as (

    select * from {{ ref('fct_first_item_scores') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

item_totals as (

    select
        item_responses.item_id,
        item_responses.assessment_id,
        min(item_responses.course_id) as course_id,
        min(item_responses.course_run_id) as course_run_id,
        min(item_responses.interaction_type) as interaction_type,
        count(*) as responses,
        count(distinct item_responses.learner_id) as learners,
        count(item_responses.is_correct) as judged_responses,
        count(case when {{ is_true('item_responses.is_correct') }} then 1 end) as correct_responses,
        count(case when attempts.attempt_number = 1 then item_responses.is_correct end) as judged_first_responses,
        count(case when attempts.attempt_number = 1 and {{ is_true('item_responses.is_correct') }} then 1 end)
            as correct_first_responses,
        {{ exact_mean('item_responses.duration_seconds') }} as mean_seconds
    from item_responses
    left join attempts
        on item_responses.attempt_id = attempts.attempt_id
    group by
        item_responses.item_id,
        item_responses.assessment_id

),

-- The item itself is left out of the rest: an item always correlates with a total that contains it.
item_rest_scores as (

    select
        assessment_id,
        item_id,
        score,
        sum(score) over (partition by attempt_id) - score as rest
    from first_item_scores

),

item_sums as (

    select
        assessment_id,
        item_id,
        count(*) as n,
        sum(score) as x,
        sum(rest) as y,
        sum(score * rest) as xy,
        sum(rest * rest) as yy
    from item_rest_scores
    group by
        assessment_id,
        item_id

),

-- The numbers are whole up to the last step, so that the order of rows changes no digit. The sum of x also stands for
-- the sum of its squares, because a score of 0 or 1 is its own square.
item_discriminations as (

    select
        assessment_id,
        item_id,
        n,
        cast(n * xy - x * y as {{ double_type() }})
        / nullif(
            sqrt(cast(n * x - x * x as {{ double_type() }})) * sqrt(cast(n * yy - y * y as {{ double_type() }})), 0
        ) as discrimination
    from item_sums

),

item_measures as (

    select
        item_totals.*,
        {{ share_of('item_totals.correct_first_responses', 'item_totals.judged_first_responses') }} as difficulty,
        coalesce(item_discriminations.n, 0) as compared_learners,
        item_discriminations.discrimination
    from item_totals
    left join item_discriminations
        on item_totals.assessment_id = item_discriminations.assessment_id
        and item_totals.item_id = item_discriminations.item_id

)

select
    item_measures.course_id,
    item_measures.course_run_id,
    item_measures.assessment_id,
    item_measures.item_id,
    activities.activity_name as item_name,
    item_measures.interaction_type,
    item_measures.responses,
    item_measures.learners,
    item_measures.judged_responses,
    item_measures.correct_responses,
    item_measures.judged_first_responses,
    item_measures.difficulty,
    item_measures.compared_learners,
    item_measures.discrimination,
    item_measures.mean_seconds,
    case
        when
            item_measures.judged_first_responses >= {{ var('item_minimum_responses') }}
            and item_measures.difficulty < {{ var('item_lowest_difficulty') }} then 'too_hard'
        when
            item_measures.judged_first_responses >= {{ var('item_minimum_responses') }}
            and item_measures.difficulty > {{ var('item_highest_difficulty') }} then 'too_easy'
        when
            item_measures.compared_learners >= {{ var('item_minimum_responses') }}
            and item_measures.discrimination < {{ var('item_lowest_discrimination') }} then 'low_discrimination'
    end as review_reason
from item_measures
left join activities
    on item_measures.item_id = activities.activity_id
