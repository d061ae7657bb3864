-- The same context comes with many statements, so each distinct context is read once.
{{ config(materialized='incremental', unique_key=['context_key', 'relation', 'position']) }}

with contexts as (

    select
        context_key,
        min(context_activities) as context_activities
    from {{ ref('base_xapi__statements') }}
    where
        context_key is not null
        {% if is_incremental() %}
        and context_key not in (select built.context_key from {{ this }} as built)
        {% endif %}
    group by context_key

),

relations as (

    {{ json_fields('contexts', 'context_activities', ['context_key', 'context_activities'], [
        ['parents', ['parent'], 'json'],
        ['groupings', ['grouping'], 'json'],
        ['categories', ['category'], 'json'],
        ['others', ['other'], 'json'],
    ]) }}

),

lists as (

    {% for relation, list in [
        ('parent', 'parents'), ('grouping', 'groupings'), ('category', 'categories'), ('other', 'others'),
    ] -%}
    select
        context_key,
        '{{ relation }}' as relation,
        {{ loop.index }} as relation_rank,
        {{ list }} as activities
    from relations
    union all
    {% endfor -%}
    -- A key that xAPI does not define gives one row without an activity.
    select
        context_key,
        'unknown' as relation,
        5 as relation_rank,
        case when {{ json_has_other_keys('context_activities', xapi_context_keys()) }} then '{}' end as activities
    from relations

),

elements as (

    {{ json_each('lists', 'activities', ['context_key', 'relation', 'relation_rank']) }}

),

named_elements as (

    {{ json_fields('elements', 'element', ['context_key', 'relation', 'relation_rank', 'position'], [
        ['activity_id', ['id'], 'string'],
        ['activity_type_id', ['definition', 'type'], 'string'],
        ['activity_name', ['definition', 'name'], 'json'],
    ]) }}

)

select
    context_key,
    relation,
    relation_rank,
    position,
    activity_id,
    activity_type_id,
    activity_name
from named_elements
