{{ config(enabled=uses('canvas'), schema='pii') }}

with quiz_versions as (

    select * from {{ ref('base_canvas__quiz_versions') }}

),

answer_elements as (

    {{ json_each('quiz_versions', 'submission_data', ['source_id', 'attempt_id', 'user_id']) }}

),

answers as (

    {{ json_fields('answer_elements', 'element', ['source_id', 'attempt_id', 'user_id', 'position'], [
        ['question_id', ['question_id'], 'string'],
        ['correct', ['correct'], 'string'],
        ['answer_id', ['answer_id'], 'string'],
        ['points', ['points'], 'float'],
    ]) }}

),

questions as (

    {{ latest_records('canvas', 'quiz_questions', [
        ['question_id', ['id'], 'text'],
        ['question_type', ['question_type'], 'text'],
        ['points', ['points_possible'], 'float'],
    ]) }}

),

keyed_answers as (

    select
        answers.*,
        {{ dbt.concat(['attempt_id', "'/'", 'question_id']) }} as response_id
    from answers
    -- Until an attempt ends, its data is the form as filled in so far: an object that has no question ids.
    where question_id is not null

),

typed_answers as (

    select
        keyed_answers.*,
        questions.points as score_max,
        case
            when questions.question_type in ('multiple_choice_question', 'multiple_answers_question') then 'choice'
            when questions.question_type = 'multiple_dropdowns_question' then 'choice'
            when questions.question_type = 'true_false_question' then 'true-false'
            when questions.question_type in ('short_answer_question', 'fill_in_multiple_blanks_question') then 'fill-in'
            when questions.question_type = 'essay_question' then 'long-fill-in'
            when questions.question_type = 'matching_question' then 'matching'
            when questions.question_type in ('numerical_question', 'calculated_question') then 'numeric'
            when questions.question_type is not null then 'other'
        end as interaction_type
    from keyed_answers
    left join questions
        on keyed_answers.source_id = questions.source_id
        and keyed_answers.question_id = questions.question_id

)

select
    source_id,
    {{ entity_key('quiz_response', 'response_id') }} as response_key,
    {{ entity_key('quiz_attempt', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('quiz_question', 'question_id') }} as item_key,
    cast(position as {{ dbt.type_bigint() }}) as position,
    interaction_type,
    -- A written answer also has an id if the question expects it. It must not pass as an option.
    {{ closed_response('interaction_type', 'answer_id') }} as response_option,
    -- Canvas counts an unanswered question as wrong. An answer that a teacher has yet to grade is 'undefined'.
    case
        when correct = 'true' then {{ boolean_value(true) }}
        when correct in ('false', 'partial') then {{ boolean_value(false) }}
    end as is_correct,
    {{ boolean_value(false) }} as is_left,
    points as score_raw,
    score_max,
    {{ unknown('float') }} as latency_seconds,
    {{ unknown('timestamp') }} as responded_at
from typed_answers
