{{ config(enabled=uses('cmi5')) }}

with courses as (

    select * from {{ ref('base_cmi5__courses') }}

),

listed_objectives as (

    {{ json_each('courses', 'objective_ids', ['source_id', 'course_id']) }}

),

objectives as (

    {{ latest_records('cmi5', 'objectives', [
        ['objective_id', ['id'], 'text'],
        ['course_id', ['course_id'], 'text'],
        ['titles', ['title'], 'json'],
    ]) }}

),

present_objectives as (

    -- An IRI contains no quotation mark, so those around the text can be removed.
    select
        objectives.*,
        listed_objectives.position
    from objectives
    inner join listed_objectives
        on objectives.source_id = listed_objectives.source_id
        and objectives.course_id = listed_objectives.course_id
        and objectives.objective_id = replace(listed_objectives.element, '"', '')

),

named_objectives as (

    {{ json_fields('present_objectives', 'titles', [
        'source_id', 'objective_id', 'course_id', 'position',
    ], language_fields()) }}

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    objective_id,
    position,
    {{ first_language('named_objectives') }} as objective_name
from named_objectives
