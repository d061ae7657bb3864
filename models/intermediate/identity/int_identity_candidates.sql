-- All reasons are kept here, also contradictory ones; int_identity_links decides between them.
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

links as (

    select * from {{ ref('stg_identity__links') }}

),

ranked_people as (

    select
        people.*,
        row_number() over (
            partition by user_identifier order by load_id desc, record_number desc
        ) as preference
    from people

),

-- Only the latest institutional id of an account counts: an id that was mistyped and corrected must not link anyone.
institutional_ids as (

    select
        source_id,
        user_identifier,
        {{ dbt.concat(["'id:'", 'lower(institutional_id)']) }} as institutional_identifier
    from ranked_people
    where preference = 1
        and institutional_id is not null

),

known_identifiers as (

    select identifier from identifiers
    union distinct
    select identifier_a as identifier from links
    union distinct
    select identifier_b as identifier from links

),

institutional_accounts as (

    select
        known_identifiers.identifier,
        {{ dbt.concat([
            "'id:'", 'lower(' ~ text_part('known_identifiers.identifier', '|', 2) ~ ')',
        ]) }} as institutional_identifier
    from known_identifiers
    inner join home_pages
        on known_identifiers.identifier like {{ dbt.concat(["'account:'", 'home_pages.home_page', "'|%'"]) }}
    where home_pages.names_are = 'institutional_id'

)

select
    user_identifier as identifier_a,
    institutional_identifier as identifier_b,
    'institutional_id' as evidence,
    source_id
from institutional_ids
union distinct
select
    identifier as identifier_a,
    institutional_identifier as identifier_b,
    'institutional_account' as evidence,
    cast(null as {{ dbt.type_string() }}) as source_id
from institutional_accounts
union distinct
-- Former addresses count too, because another system may still know the person by one.
select
    user_identifier as identifier_a,
    address_identifier as identifier_b,
    'address' as evidence,
    source_id
from addresses
where user_identifier is not null
    and {{ is_true('is_email_trusted') }}
union distinct
-- Systems may write the same address with other capitals, or send its hash: xAPI hashes the whole mailto: IRI.
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
from links
