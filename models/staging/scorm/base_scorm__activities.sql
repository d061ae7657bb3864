-- One row an activity of a registration's tree. The tree is followed six levels down; a test fails where one is deeper.
{{ config(schema='pii') }}
{%- set levels = 6 %}

with registrations as (

    select * from {{ ref('base_scorm__registrations') }}

),

{% set keep = ['source_id', 'attempt_id', 'learner_id', 'course_id'] -%}
{% set fields = [
    ['id', ['id'], 'string'],
    ['title', ['title'], 'string'],
    ['children', ['children'], 'json'],
    ['interactions', ['runtime', 'runtimeInteractions'], 'json'],
] -%}
level_1_parsed as (

    {{ json_fields('registrations', 'activity_details', keep, fields) }}

),

level_1 as (

    select
        level_1_parsed.*,
        {{ unknown('string') }} as parent_id,
        {{ unknown('bigint') }} as position
    from level_1_parsed

),

{% for level in range(2, levels + 1) -%}
level_{{ level }}_elements as (

    {{ json_each('(select level_' ~ (level - 1) ~ '.*, id as parent_id_kept from level_' ~ (level - 1) ~ ') as held',
        'children', keep + ['parent_id_kept']) }}

),

level_{{ level }} as (

    {{ json_fields(
        '(select level_' ~ level ~ '_elements.*, parent_id_kept as parent_id from level_' ~ level ~ '_elements) as held',
        'element', keep + ['parent_id', 'position'], fields
    ) }}

),

{% endfor -%}
activities as (

    {% for level in range(1, levels + 1) -%}
    select
        source_id,
        attempt_id,
        learner_id,
        course_id,
        id,
        parent_id,
        position,
        title,
        {{ level }} as level,
        case when {{ level }} = {{ levels }} then children end as deeper_activities,
        interactions
    from level_{{ level }}
    where id is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    source_id,
    attempt_id,
    learner_id,
    course_id,
    {{ dbt.concat(['course_id', "'/'", 'id']) }} as activity_id,
    case when parent_id is not null then {{ dbt.concat(['course_id', "'/'", 'parent_id']) }} end as parent_activity_id,
    position,
    title,
    level,
    deeper_activities,
    interactions
from activities
