-- Why two identifiers are one person: one row a reason.
{{ config(schema='pii') }}

with identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

configured as (

    select * from {{ ref('stg_identity__links') }}

),

-- xAPI hashes the whole mailto: IRI, so whoever knows the address knows the hash.
hashed as (

    select
        identifier,
        {{ dbt.concat(["'mbox_sha1sum:'", sha1_hex('substring(identifier, 6, 1000)')]) }} as hashed_identifier
    from identifiers
    where identifier like 'mbox:%'

)

select
    hashed.identifier as identifier_a,
    hashed.hashed_identifier as identifier_b,
    'hash_of_address' as evidence
from hashed
inner join identifiers
    on hashed.hashed_identifier = identifiers.identifier
union all
select
    identifier_a,
    identifier_b,
    'configured' as evidence
from configured
