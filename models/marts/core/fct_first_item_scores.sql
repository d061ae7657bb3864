-- Items are judged by first attempts that answer every item, so that all learners are compared on the same items.
with responses as (

    select * from {{ ref('fct_item_responses') }}
    where is_correct is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where attempt_number = 1

),

-- Of several responses to an item in one attempt the last one counts.
ranked_responses as (

    select
        responses.attempt_id,
        responses.learner_id,
        responses.assessment_id,
        responses.item_id,
        case when {{ is_true('responses.is_correct') }} then 1 else 0 end as score,
        row_number() over (
            partition by responses.attempt_id, responses.item_id
            order by
                case when responses.answered_at is null then 1 else 0 end,
                responses.answered_at desc,
                responses.response_id desc
        ) as preference
    from responses
    inner join attempts
        on responses.attempt_id = attempts.attempt_id

),

items as (

    select
        assessment_id,
        count(distinct item_id) as items
    from ranked_responses
    group by assessment_id

),

answered_items as (

    select
        attempt_id,
        count(*) as answered_items
    from ranked_responses
    where preference = 1
    group by attempt_id

)

select
    ranked_responses.attempt_id,
    ranked_responses.learner_id,
    ranked_responses.assessment_id,
    ranked_responses.item_id,
    ranked_responses.score
from ranked_responses
inner join answered_items
    on ranked_responses.attempt_id = answered_items.attempt_id
inner join items
    on ranked_responses.assessment_id = items.assessment_id
where ranked_responses.preference = 1
    and answered_items.answered_items = items.items
