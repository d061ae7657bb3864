{{ config(enabled=uses('cmi5')) }}

with courses as (

    {{ latest_records('cmi5', 'courses', [
        ['course_id', ['id'], 'text'],
        ['titles', ['title'], 'json'],
        ['block_ids', ['block_ids'], 'json'],
        ['au_ids', ['au_ids'], 'json'],
        ['objective_ids', ['objective_ids'], 'json'],
    ]) }}

),

named as (

    {{ json_fields(
        'courses', 'titles', ['source_id', 'course_id', 'block_ids', 'au_ids', 'objective_ids'], language_fields()
    ) }}

)

select
    source_id,
    course_id,
    {{ first_language('named') }} as course_name,
    block_ids,
    au_ids,
    objective_ids
from named
where course_id is not null
