with responses as (

    select * from {{ ref('fct_item_responses') }}
    where item_id is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}

),

scores as (

    select * from {{ ref('fct_first_item_scores') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

counted as (

    select
        responses.item_id,
        responses.assessment_id,
        min(responses.course_id) as course_id,
        min(responses.course_run_id) as course_run_id,
        min(responses.interaction_type) as interaction_type,
        count(*) as responses,
        count(distinct responses.learner_id) as learners,
        count(responses.is_correct) as judged_responses,
        count(case when {{ is_true('responses.is_correct') }} then 1 end) as correct_responses,
        count(case when attempts.attempt_number = 1 then responses.is_correct end) as judged_first_responses,
        count(case when attempts.attempt_number = 1 and {{ is_true('responses.is_correct') }} then 1 end)
            as correct_first_responses,
        {{ exact_mean('responses.duration_seconds') }} as mean_seconds
    from responses
    left join attempts
        on responses.attempt_id = attempts.attempt_id
    group by
        responses.item_id,
        responses.assessment_id

),

-- What the rest of the test says about a learner, without the item itself.
compared as (

    select
        assessment_id,
        item_id,
        score,
        sum(score) over (partition by attempt_id) - score as rest
    from scores

),

sums as (

    select
        assessment_id,
        item_id,
        count(*) as n,
        sum(score) as x,
        sum(rest) as y,
        sum(score * rest) as xy,
        sum(rest * rest) as yy
    from compared
    group by
        assessment_id,
        item_id

),

-- Of whole numbers up to the last step, so that no order of rows changes a digit. A score of 0 or 1 is its own square.
correlated as (

    select
        assessment_id,
        item_id,
        n,
        cast(n * xy - x * y as {{ double_type() }})
        / nullif(
            sqrt(cast(n * x - x * x as {{ double_type() }})) * sqrt(cast(n * yy - y * y as {{ double_type() }})), 0
        ) as discrimination
    from sums

),

measured as (

    select
        counted.*,
        {{ share_of('counted.correct_first_responses', 'counted.judged_first_responses') }} as difficulty,
        coalesce(correlated.n, 0) as compared_learners,
        correlated.discrimination
    from counted
    left join correlated
        on counted.assessment_id = correlated.assessment_id
        and counted.item_id = correlated.item_id

)

select
    measured.course_id,
    measured.course_run_id,
    measured.assessment_id,
    measured.item_id,
    activities.activity_name as item_name,
    measured.interaction_type,
    measured.responses,
    measured.learners,
    measured.judged_responses,
    measured.correct_responses,
    measured.judged_first_responses,
    measured.difficulty,
    measured.compared_learners,
    measured.discrimination,
    measured.mean_seconds,
    case
        when
            measured.judged_first_responses >= {{ var('item_minimum_responses') }}
            and measured.difficulty < {{ var('item_lowest_difficulty') }} then 'too_hard'
        when
            measured.judged_first_responses >= {{ var('item_minimum_responses') }}
            and measured.difficulty > {{ var('item_highest_difficulty') }} then 'too_easy'
        when
            measured.compared_learners >= {{ var('item_minimum_responses') }}
            and measured.discrimination < {{ var('item_lowest_discrimination') }} then 'low_discrimination'
    end as review_reason
from measured
left join activities
    on measured.item_id = activities.activity_id
