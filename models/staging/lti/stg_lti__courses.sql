{{ config(enabled=uses('lti')) }}

with contexts as (

    {{ latest_records('lti', 'contexts', [
        ['context_id', ['_request', 'context_id'], 'text'],
        ['label', ['label'], 'text'],
        ['title', ['title'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('course', 'context_id') }} as course_key,
    -- On most platforms the label is the code of the course. No platform says that it is the code of the run.
    {{ unknown('string') }} as run_code,
    label as course_code,
    title as course_name,
    {{ unknown('string') }} as term_name,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at
from contexts
where context_id is not null
