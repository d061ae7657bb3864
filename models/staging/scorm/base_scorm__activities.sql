-- The tree is followed six levels down, because not every engine has recursive queries. A test fails if one is deeper.
{{ config(enabled=uses('scorm'), schema='pii') }}

{% set kept = ['source_id', 'attempt_id', 'learner_id', 'course_id'] %}
{% set fields = [
    ['id', ['id'], 'string'],
    ['title', ['title'], 'string'],
    ['children', ['children'], 'json'],
    ['interactions', ['runtime', 'runtimeInteractions'], 'json'],
] %}

-- noqa: disable=LT02,ST03
with registrations as (

    select
        {{ kept | join(',\n        ') }},
        activity_details as element,
        {{ unknown('string') }} as parent_id,
        {{ unknown('bigint') }} as position
    from {{ ref('base_scorm__registrations') }}

),

{% call(level, above) walk('activities', levels=6) %}
    {%- if level == 1 %}
    {%- set elements = 'registrations' %}
    {%- else %}
    {%- set parents = '(select ' ~ kept | join(', ') ~ ', children, id as parent_id from ' ~ above ~ ') as parents' %}
    {%- set elements = '(' ~ json_each(parents, 'children', kept + ['parent_id']) ~ ') as elements' %}
    {%- endif %}
    {{ json_fields(elements, 'element', kept + ['parent_id', 'position', level ~ ' as level'], fields) }}
{% endcall %}

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
    case when level = 6 then children end as deeper_activities,
    interactions
from activities
where id is not null
