with contexts as (

    select
        context_key,
        min(context_activities) as context_activities
    from {{ ref('base_xapi__statements') }}
    where context_key is not null
    group by 1

),

relations as (

    {{ json_fields('contexts', 'context_activities', ['context_key'], [
        ['parent', ['parent'], 'json'], ['grouping', ['grouping'], 'json'], ['category', ['category'], 'json'], ['other', ['other'], 'json'],
    ]) }}

),

lists as (

    {% for relation in ['parent', 'grouping', 'category', 'other'] -%}
    select
        context_key,
        '{{ relation }}' as relation,
        {{ loop.index }} as relation_rank,
        {{ '"grouping"' if relation == 'grouping' else relation }} as activities
    from relations
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

elements as (

    {{ json_each('lists', 'activities', ['context_key', 'relation', 'relation_rank']) }}

),

named as (

    {{ json_fields('elements', 'element', ['context_key', 'relation', 'relation_rank', 'position'], [
        ['activity_id', ['id'], 'string'], ['activity_type_id', ['definition', 'type'], 'string'], ['activity_name', ['definition', 'name'], 'json'],
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
from named
where activity_id is not null
