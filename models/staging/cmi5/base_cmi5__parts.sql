-- Parts that the latest version of a course no longer lists stay in raw and are left out here.
{{ config(enabled=uses('cmi5')) }}

with courses as (

    select * from {{ ref('base_cmi5__courses') }}

),

listed_blocks as (

    {{ json_each('courses', 'block_ids', ['source_id', 'course_id']) }}

),

listed_units as (

    {{ json_each('courses', 'au_ids', ['source_id', 'course_id']) }}

),

listed_parts as (

    -- An IRI contains no quotation mark, so those around the text can be removed.
    select
        source_id,
        course_id,
        'block' as part_type,
        replace(element, '"', '') as publisher_id
    from listed_blocks
    union all
    select
        source_id,
        course_id,
        'unit' as part_type,
        replace(element, '"', '') as publisher_id
    from listed_units

),

{% set place = [
    ['publisher_id', ['id'], 'text'],
    ['course_id', ['course_id'], 'text'],
    ['parent_id', ['parent_id'], 'text'],
    ['document_position', ['position'], 'bigint'],
    ['titles', ['title'], 'json'],
    ['objectives', ['objectives'], 'json'],
] %}
{% set told_of_units = [
    ['url', ['url'], 'text'],
    ['launch_method', ['launchMethod'], 'text'],
    ['move_on', ['moveOn'], 'text'],
    ['mastery_score', ['masteryScore'], 'float'],
    ['activity_type_id', ['activityType'], 'text'],
    ['has_launch_parameters', ['has_launch_parameters'], 'boolean'],
    ['has_entitlement_key', ['has_entitlement_key'], 'boolean'],
] %}
blocks as (

    {{ latest_records('cmi5', 'blocks', place) }}

),

units as (

    {{ latest_records('cmi5', 'aus', place + told_of_units) }}

),

parts as (

    select
        source_id,
        'block' as part_type,
        publisher_id,
        course_id,
        parent_id,
        document_position,
        titles,
        objectives,
        {{ unknown('string') }} as url,
        {{ unknown('string') }} as launch_method,
        {{ unknown('string') }} as move_on,
        {{ unknown('float') }} as mastery_score,
        {{ unknown('string') }} as activity_type_id,
        {{ unknown('boolean') }} as has_launch_parameters,
        {{ unknown('boolean') }} as has_entitlement_key
    from blocks
    union all
    select
        source_id,
        'unit' as part_type,
        publisher_id,
        course_id,
        parent_id,
        document_position,
        titles,
        objectives,
        url,
        launch_method,
        move_on,
        mastery_score,
        activity_type_id,
        has_launch_parameters,
        has_entitlement_key
    from units

),

present_parts as (

    select
        parts.*,
        row_number() over (
            partition by parts.source_id, parts.course_id, parts.parent_id order by parts.document_position
        ) as position
    from parts
    inner join listed_parts
        on parts.source_id = listed_parts.source_id
        and parts.course_id = listed_parts.course_id
        and parts.part_type = listed_parts.part_type
        and parts.publisher_id = listed_parts.publisher_id

),

named_parts as (

    {{ json_fields('present_parts', 'titles', [
        'source_id', 'part_type', 'publisher_id', 'course_id', 'parent_id', 'position', 'objectives', 'url',
        'launch_method', 'move_on', 'mastery_score', 'activity_type_id', 'has_launch_parameters', 'has_entitlement_key',
    ], language_fields()) }}

)

select
    source_id,
    part_type,
    publisher_id,
    course_id,
    parent_id,
    position,
    {{ first_language('named_parts') }} as part_name,
    objectives,
    url,
    launch_method,
    move_on,
    mastery_score,
    activity_type_id,
    has_launch_parameters,
    has_entitlement_key
from named_parts
