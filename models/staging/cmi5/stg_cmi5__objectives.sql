{{ config(enabled=uses('cmi5')) }}

with courses as (

    select * from {{ ref('base_cmi5__courses') }}

),

listed as (

    {{ json_each('courses', 'objective_ids', ['source_id', 'course_id']) }}

),

objectives as (

    {{ latest_records('cmi5', 'objectives', [
        ['objective_id', ['id'], 'text'],
        ['course_id', ['course_id'], 'text'],
        ['titles', ['title'], 'json'],
    ]) }}

),

present as (

    -- No IRI holds a quotation mark: those around the text go.
    select
        objectives.*,
        listed.position
    from objectives
    inner join listed
        on objectives.source_id = listed.source_id
        and objectives.course_id = listed.course_id
        and objectives.objective_id = replace(listed.element, '"', '')

),

named as (

    {{ json_fields('present', 'titles', ['source_id', 'objective_id', 'course_id', 'position'], language_fields()) }}

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    objective_id,
    position,
    {{ first_language('named') }} as objective_name
from named
