-- Addresses are compared without regard to capitals, but a hash is made of the address as it is written.
{{ config(schema='pii') }}

with people as (

    select * from {{ ref('int_people__unioned') }}
    where {{ matches('email', '^[^@ ]+@[^@ ]+$') }}

),

identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}
    where identifier like 'mbox:mailto:%'

),

written_addresses as (

    select
        user_identifier,
        source_id,
        is_email_trusted,
        {{ dbt.concat([
            "'mbox:mailto:'", text_part('email', '@', 1), "'@'", 'lower(' ~ text_part('email', '@', 2) ~ ')',
        ]) }} as written_identifier
    from people
    union distinct
    select
        cast(null as {{ dbt.type_string() }}) as user_identifier,
        cast(null as {{ dbt.type_string() }}) as source_id,
        cast(null as {{ dbt.type_boolean() }}) as is_email_trusted,
        identifier as written_identifier
    from identifiers

)

select
    user_identifier,
    source_id,
    is_email_trusted,
    written_identifier,
    {{ dbt.concat(["'mbox:'", 'lower(substring(written_identifier, 6, 1000))']) }} as address_identifier,
    {{ dbt.concat(["'mbox_sha1sum:'", sha1_hex('substring(written_identifier, 6, 1000)')]) }} as hashed_identifier
from written_addresses
