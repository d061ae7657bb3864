{{ config(schema='pii') }}

with landed as (

    select payload as document from {{ source('raw_identity', 'links') }}

),

links as (

    {{ json_fields('landed', 'document', [], [
        ['identifier_a', ['identifier_a'], 'string'], ['identifier_b', ['identifier_b'], 'string'],
    ]) }}

)

select distinct
    identifier_a,
    identifier_b
from links
where identifier_a <> ''
    and identifier_b <> ''
