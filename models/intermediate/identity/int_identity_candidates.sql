-- Every reason that sources give for two identifiers to be one person, before any is weighed.
{{ config(materialized='table', schema='pii') }}

with people as (

    select * from {{ ref('int_people__unioned') }}

),

addresses as (

    select * from {{ ref('int_addresses') }}

),

identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

home_pages as (

    {{ seed_rows('account_home_pages') }}

),

configured as (

    select * from {{ ref('stg_identity__links') }}

),

ranked as (

    select
        people.*,
        row_number() over (
            partition by user_identifier order by load_id desc, record_number desc
        ) as version_rank
    from people

),

-- What its institution calls somebody now: a mistyped id that was mended joins nobody.
institutional as (

    select
        source_id,
        user_identifier,
        {{ dbt.concat(["'id:'", 'lower(institutional_id)']) }} as institutional_identifier
    from ranked
    where version_rank = 1
        and institutional_id is not null

),

named as (

    select identifier from identifiers
    union distinct
    select identifier_a as identifier from configured
    union distinct
    select identifier_b as identifier from configured

),

accounts as (

    select
        named.identifier,
        {{ dbt.concat(["'id:'", 'lower(' ~ text_part('named.identifier', '|', 2) ~ ')']) }} as institutional_identifier
    from named
    inner join home_pages
        on named.identifier like {{ dbt.concat(["'account:'", 'home_pages.home_page', "'|%'"]) }}
    where home_pages.names_are = 'institutional_id'

)

select
    user_identifier as identifier_a,
    institutional_identifier as identifier_b,
    'institutional_id' as evidence,
    source_id
from institutional
union distinct
select
    identifier as identifier_a,
    institutional_identifier as identifier_b,
    'institutional_account' as evidence,
    cast(null as {{ dbt.type_string() }}) as source_id
from accounts
union distinct
-- Whoever had an address once may still be known by it elsewhere.
select
    user_identifier as identifier_a,
    address_identifier as identifier_b,
    'address' as evidence,
    source_id
from addresses
where user_identifier is not null
    and {{ is_true('is_email_trusted') }}
union distinct
-- The same address in other letters, or as its hash: xAPI hashes the whole mailto: IRI.
select
    address_identifier as identifier_a,
    written_identifier as identifier_b,
    'same_address' as evidence,
    cast(null as {{ dbt.type_string() }}) as source_id
from addresses
where address_identifier <> written_identifier
union distinct
select
    addresses.written_identifier as identifier_a,
    identifiers.identifier as identifier_b,
    'hash_of_address' as evidence,
    cast(null as {{ dbt.type_string() }}) as source_id
from addresses
inner join identifiers
    on addresses.hashed_identifier = identifiers.identifier
union distinct
select
    identifier_a,
    identifier_b,
    'configured' as evidence,
    cast(null as {{ dbt.type_string() }}) as source_id
from configured
