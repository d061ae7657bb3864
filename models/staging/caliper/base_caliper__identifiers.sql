-- Of several identifiers of one kind the last one counts.
{{ config(enabled=uses('caliper'), schema='pii') }}

with events as (

    select * from {{ ref('base_caliper__events') }}
    where rejection_reasons is null

),

entities as (

    select * from {{ ref('base_caliper__entities') }}

),

mentions as (

    {% for name in ['actor', 'group', 'parent_group', 'offering'] -%}
    select
        source_id,
        {{ name }}_id as entity_id,
        sent_at,
        {{ name }}_identifiers as identifiers
    from events
    union all
    {% endfor -%}
    select
        source_id,
        entity_id,
        sent_at,
        entity_identifiers as identifiers
    from entities

),

latest_mentions as (

    select
        source_id,
        entity_id,
        identifiers,
        max(sent_at) as sent_at
    from mentions
    where identifiers is not null
    group by source_id, entity_id, identifiers

),

elements as (

    {{ json_each('latest_mentions', 'identifiers', ['source_id', 'entity_id', 'sent_at']) }}

),

typed_identifiers as (

    {{ json_fields('elements', 'element', ['source_id', 'entity_id', 'sent_at'], [
        ['identifier', ['identifier'], 'string'],
        ['identifier_type', ['identifierType'], 'string'],
    ]) }}

)

select
    source_id,
    entity_id,
    {{ caliper_term('identifier_type') }} as identifier_type,
    {{ last_by("nullif(trim(identifier), '')", 'sent_at', 'identifier', 'text') }} as identifier
from typed_identifiers
where entity_id is not null
    and identifier_type is not null
group by source_id, entity_id, {{ caliper_term('identifier_type') }}
