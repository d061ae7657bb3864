{{ config(enabled=uses('moodle')) }}

with categories as (

    {{ latest_records('moodle', 'categories', [
        ['category_id', ['id'], 'text'],
        ['parent_id', ['parent'], 'text'],
        ['name', ['name'], 'text'],
    ]) }}

),

keyed_categories as (

    select
        source_id,
        category_id,
        -- Moodle writes 0 as the parent of a top category.
        nullif(parent_id, '0') as parent_id,
        name
    from categories
    where category_id is not null

)

select
    source_id,
    {{ entity_key('category', 'category_id') }} as org_unit_key,
    {{ entity_key('category', 'parent_id') }} as parent_org_unit_key,
    name as org_unit_name,
    'category' as org_unit_kind
from keyed_categories
