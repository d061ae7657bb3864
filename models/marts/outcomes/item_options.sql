with item_responses as (

    select * from {{ ref('fct_item_responses') }}
    where response_option is not null
        and item_id is not null

),

items as (

    select
        item_id,
        assessment_id,
        count(*) as responses
    from item_responses
    group by
        item_id,
        assessment_id

),

options as (

    select
        min(course_id) as course_id,
        min(course_run_id) as course_run_id,
        item_id,
        assessment_id,
        response_option,
        count(*) as responses,
        count(distinct learner_id) as learners,
        count(case when {{ is_true('is_correct') }} then 1 end) as correct_responses
    from item_responses
    group by
        item_id,
        assessment_id,
        response_option

)

select
    options.course_id,
    options.course_run_id,
    options.assessment_id,
    options.item_id,
    options.response_option,
    options.responses,
    options.learners,
    options.correct_responses,
    {{ share_of('options.responses', 'items.responses') }} as responses_share
from options
inner join items
    on options.item_id = items.item_id
    and coalesce(options.assessment_id, '') = coalesce(items.assessment_id, '')
