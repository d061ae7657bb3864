{{ config(schema='pii') }}

with links as (

    {{ all_records('identity', 'links', [
        ['identifier_a', ['identifier_a'], 'string'],
        ['identifier_b', ['identifier_b'], 'string'],
    ]) }}

)

select distinct
    identifier_a,
    identifier_b
from links
where identifier_a <> ''
    and identifier_b <> ''
