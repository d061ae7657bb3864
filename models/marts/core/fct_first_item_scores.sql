-- The answers by which items are judged: of each learner's first attempt, where it answers every item.
with responses as (

    select * from {{ ref('fct_item_responses') }}
    where is_correct is not null

),

attempts as (

    select * from {{ ref('fct_attempts') }}
    where attempt_number = 1

),

-- Who answers an item twice in one attempt is judged by the last answer.
ranked as (

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
    from ranked
    group by assessment_id

),

answered as (

    select
        attempt_id,
        count(*) as answered_items
    from ranked
    where preference = 1
    group by attempt_id

)

select
    ranked.attempt_id,
    ranked.learner_id,
    ranked.assessment_id,
    ranked.item_id,
    ranked.score
from ranked
inner join answered
    on ranked.attempt_id = answered.attempt_id
inner join items
    on ranked.assessment_id = items.assessment_id
where ranked.preference = 1
    and answered.answered_items = items.items
