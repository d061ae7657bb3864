{{ config(enabled=uses('talentlms'), schema='pii') }}

with attempts as (

    select * from {{ ref('base_talentlms__attempts') }}

),

question_elements as (

    {{ json_each('attempts', 'questions', ['source_id', 'attempt_id', 'user_id']) }}

),

questions as (

    {{ json_fields('question_elements', 'element', ['source_id', 'attempt_id', 'user_id', 'position'], [
        ['question_id', ['id'], 'string'],
        ['type', ['type'], 'string'],
        ['weight', ['weight'], 'float'],
        ['correct', ['correct'], 'string'],
    ]) }}

),

keyed_questions as (

    select
        questions.*,
        {{ dbt.concat(['attempt_id', "'/'", 'question_id']) }} as response_id
    from questions
    where question_id is not null

)

select
    source_id,
    {{ entity_key('answer', 'response_id') }} as response_key,
    {{ entity_key('test_attempt', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('question', 'question_id') }} as item_key,
    position,
    case
        when type = 'Multiple choice' then 'choice'
        when type = 'Fill the gap' then 'fill-in'
        when type = 'Ordering' then 'sequencing'
        when type in ('Drag-and-drop', 'Matching') then 'matching'
        when type = 'Free text' then 'long-fill-in'
        when type is not null then 'other'
    end as interaction_type,
    {{ unknown('string') }} as response_option,
    case when correct = '1' then {{ boolean_value(true) }} when correct = '0' then {{ boolean_value(false) }} end
        as is_correct,
    {{ boolean_value(false) }} as is_left,
    -- TalentLMS may give part of the points for an answer, but the API does not send them.
    {{ unknown('float') }} as score_raw,
    weight as score_max,
    {{ unknown('float') }} as latency_seconds,
    {{ unknown('timestamp') }} as responded_at
from keyed_questions
