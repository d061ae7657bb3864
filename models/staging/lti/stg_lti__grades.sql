{{ config(enabled=uses('lti'), schema='pii') }}

with results as (

    {{ latest_records('lti', 'results', [
        ['context_id', ['_request', 'context_id'], 'text'],
        ['result_id', ['id'], 'text'],
        ['line_item_id', ['scoreOf'], 'text'],
        ['user_id', ['userId'], 'text'],
        ['result_score', ['resultScore'], 'float'],
        ['result_maximum', ['resultMaximum'], 'float'],
        ['grading_progress', ['gradingProgress'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('result', 'result_id') }} as grade_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'context_id') }} as course_key,
    {{ entity_key('line_item', 'line_item_id') }} as activity_key,
    {{ unknown('string') }} as grade_text,
    result_score as score_raw,
    coalesce(result_maximum, 1) as score_max,
    -- In AGS only scores have a progress, and only tools send scores. Some platforms add it to results.
    {{ unknown('boolean') }} as is_passed,
    case when grading_progress is not null then {{ as_boolean("grading_progress = 'FullyGraded'") }} end as is_final,
    {{ unknown('timestamp') }} as graded_at
from results
where result_id is not null
