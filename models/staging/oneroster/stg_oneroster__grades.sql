{{ config(enabled=uses('oneroster'), schema='pii') }}

with results as (

    {{ latest_records('oneroster', 'results', [
        ['result_id', ['sourcedId'], 'text'],
        ['status', ['status'], 'text'],
        ['line_item_id', ['lineItem', 'sourcedId'], 'text'],
        ['user_id', ['student', 'sourcedId'], 'text'],
        ['score_status', ['scoreStatus'], 'text'],
        ['score', ['score'], 'float'],
        ['text_score', ['textScore'], 'text'],
        ['score_date', ['scoreDate'], 'timestamp'],
    ]) }}

),

line_items as (

    select * from {{ ref('stg_oneroster__activities') }}

),

keyed_results as (

    select
        results.*,
        {{ entity_key('line_item', 'line_item_id') }} as activity_key
    from results
    where result_id is not null
        and coalesce(status, 'active') <> 'tobedeleted'

)

select
    keyed_results.source_id,
    {{ entity_key('result', 'result_id', 'keyed_results') }} as grade_key,
    {{ entity_key('user', 'user_id', 'keyed_results') }} as user_identifier,
    line_items.course_key,
    keyed_results.activity_key,
    keyed_results.text_score as grade_text,
    keyed_results.score as score_raw,
    line_items.points as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ as_boolean("keyed_results.score_status = 'fully graded'") }} as is_final,
    keyed_results.score_date as graded_at
from keyed_results
left join line_items
    on keyed_results.activity_key = line_items.activity_key
