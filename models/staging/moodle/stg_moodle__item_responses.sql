{{ config(enabled=uses('moodle'), schema='pii') }}

with quiz_reviews as (

    {{ latest_records('moodle', 'quiz_reviews', [
        ['attempt_id', ['attempt', 'id'], 'text'],
        ['quiz_id', ['attempt', 'quiz'], 'text'],
        ['user_id', ['attempt', 'userid'], 'text'],
        ['questions', ['questions'], 'json'],
    ]) }}

),

question_elements as (

    {{ json_each('quiz_reviews', 'questions', ['source_id', 'attempt_id', 'quiz_id', 'user_id']) }}

),

questions as (

    {{ json_fields('question_elements', 'element', ['source_id', 'attempt_id', 'quiz_id', 'user_id'], [
        ['slot', ['slot'], 'string'],
        ['type', ['type'], 'string'],
        ['state', ['state'], 'string'],
        ['mark', ['mark'], 'float'],
        ['maxmark', ['maxmark'], 'float'],
    ]) }}

),

-- No function sends the id of a question. Its slot in the quiz identifies it.
keyed_questions as (

    select
        questions.*,
        {{ dbt.concat(['attempt_id', "'/'", 'slot']) }} as response_id,
        {{ dbt.concat(['quiz_id', "'/'", 'slot']) }} as item_id
    from questions
    where slot is not null
        -- Moodle lists a description as a question, but it does not ask anything.
        and type <> 'description'

)

select
    source_id,
    {{ entity_key('quiz_response', 'response_id') }} as response_key,
    {{ entity_key('quiz_attempt', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('quiz_slot', 'item_id') }} as item_key,
    {{ try_cast_to('slot', 'bigint') }} as position,
    case
        when type in ('multichoice', 'calculatedmulti') then 'choice'
        when type = 'truefalse' then 'true-false'
        when type = 'shortanswer' then 'fill-in'
        when type = 'essay' then 'long-fill-in'
        when type in ('match', 'randomsamatch', 'ddmatch') then 'matching'
        when type in ('numerical', 'calculated', 'calculatedsimple') then 'numeric'
        when type = 'ordering' then 'sequencing'
        when type is not null then 'other'
    end as interaction_type,
    {{ unknown('string') }} as response_option,
    case
        when state in ('gradedright', 'mangrright') then {{ boolean_value(true) }}
        when state in ('gradedwrong', 'gradedpartial', 'mangrwrong', 'mangrpartial') then {{ boolean_value(false) }}
    end as is_correct,
    {{ as_boolean("coalesce(state, '') in ('notstarted', 'todo', 'gaveup', 'mangaveup')") }} as is_left,
    mark as score_raw,
    maxmark as score_max,
    {{ unknown('float') }} as latency_seconds,
    {{ unknown('timestamp') }} as responded_at
from keyed_questions
