{{ config(enabled=uses('caliper'), schema='pii') }}

with item_events as (

    select
        events.*,
        coalesce(generated_id, event_key) as response_id,
        case
            when generated_type = 'Attempt' then coalesce(generated_part_id, generated_id)
            else coalesce(attempt_part_id, stated_attempt_id)
        end as attempt_id,
        row_number() over (
            partition by source_id, coalesce(generated_id, event_key) order by event_at desc, event_key desc
        ) as preference
    from {{ ref('base_caliper__events') }} as events
    where rejection_reasons is null
        and event_type = 'AssessmentItemEvent'
        and action in ('Completed', 'Skipped')

),

attempts as (

    select * from {{ ref('base_caliper__attempts') }}

),

located_responses as (

    -- An attempt at a question may be a part of the attempt at the whole assessment.
    select
        item_events.*,
        coalesce(attempts.part_id, item_events.attempt_id) as whole_attempt_id
    from item_events
    left join attempts
        on item_events.source_id = attempts.source_id
        and item_events.attempt_id = attempts.attempt_id
    where item_events.preference = 1

)

select
    source_id,
    {{ entity_key('response', 'response_id') }} as response_key,
    {{ entity_key('attempt', 'whole_attempt_id') }} as attempt_key,
    {{ entity_key('user', 'person_id') }} as user_identifier,
    object_id as item_key,
    {{ unknown('bigint') }} as position,
    case generated_type
        when 'MultipleChoiceResponse' then 'choice'
        when 'MultipleResponseResponse' then 'choice'
        when 'TrueFalseResponse' then 'true-false'
        when 'FillinBlankResponse' then 'fill-in'
        when 'OpenEndedResponse' then 'long-fill-in'
        when 'RatingScaleResponse' then 'likert'
        when 'MultiselectResponse' then 'choice'
        when 'SelectTextResponse' then 'other'
        when 'DateTimeResponse' then 'other'
    end as interaction_type,
    {{ unknown('string') }} as response_option,
    {{ unknown('boolean') }} as is_correct,
    {{ as_boolean("action = 'Skipped'") }} as is_left,
    {{ unknown('float') }} as score_raw,
    {{ unknown('float') }} as score_max,
    generated_seconds as latency_seconds,
    -- A skipped question has no response.
    case when action = 'Completed' then coalesce(generated_ended_at, event_at) end as responded_at
from located_responses
