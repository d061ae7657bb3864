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

named_courses as (

    {{ json_fields(
        'courses', 'titles', ['source_id', 'course_id', 'block_ids', 'au_ids', 'objective_ids'], language_fields()
    ) }}

)

select
    source_id,
    course_id,
    {{ first_language('named_courses') }} as course_name,
    block_ids,
    au_ids,
    objective_ids
from named_courses
where course_id is not null
