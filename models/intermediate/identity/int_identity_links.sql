-- Which candidates join identifiers: an institution's id outweighs an address.
{{ config(materialized='table', schema='pii') }}

with candidates as (

    select * from {{ ref('int_identity_candidates') }}

),

ids as (

    select * from {{ ref('int_identity_candidates') }}
    where evidence in ('institutional_id', 'institutional_account')

),

addresses as (

    select * from {{ ref('int_identity_candidates') }}
    where evidence = 'address'

),

-- Two ids behind one address: a shared mailbox, or one of them is wrong.
shared_addresses as (

    select addresses.identifier_b as address_identifier
    from addresses
    inner join ids
        on addresses.identifier_a = ids.identifier_a
    group by addresses.identifier_b
    having count(distinct ids.identifier_b) > 1

),

first_links as (

    select candidates.*
    from candidates
    left join shared_addresses
        on candidates.evidence = 'address'
        and candidates.identifier_b = shared_addresses.address_identifier
    where shared_addresses.address_identifier is null

),

edges as (

    select
        identifier_a as identifier,
        identifier_b as neighbor
    from first_links
    union distinct
    select
        identifier_b as identifier,
        identifier_a as neighbor
    from first_links
    union distinct
    select
        identifier_a as identifier,
        identifier_a as neighbor
    from first_links
    union distinct
    select
        identifier_b as identifier,
        identifier_b as neighbor
    from first_links

),

{{ connected('groups', 'edges', most_links()) }}
-- Two ids in one group, although no single address claims both: a chain of addresses leads from one to the other.
-- Whoever configured a link between them meant it.
crowded as (

    select label
    from groups_{{ most_links() }}
    where identifier like 'id:%'
    group by label
    having count(*) > 1

),

meant as (

    select distinct groups_{{ most_links() }}.label
    from groups_{{ most_links() }}
    inner join candidates
        on groups_{{ most_links() }}.identifier = candidates.identifier_a
    where candidates.evidence = 'configured'

),

-- Only accounts without an id of their own can be such a bridge.
bridges as (

    select distinct groups_{{ most_links() }}.identifier
    from groups_{{ most_links() }}
    inner join crowded
        on groups_{{ most_links() }}.label = crowded.label
    left join meant
        on groups_{{ most_links() }}.label = meant.label
    left join ids
        on groups_{{ most_links() }}.identifier = ids.identifier_a
    where meant.label is null
        and ids.identifier_a is null

)

select
    candidates.identifier_a,
    candidates.identifier_b,
    candidates.evidence,
    candidates.source_id,
    case
        when shared_addresses.address_identifier is not null then 'address_of_several_ids'
        when bridges.identifier is not null then 'bridge_between_ids'
    end as conflict,
    {{ as_boolean('shared_addresses.address_identifier is null and bridges.identifier is null') }} as is_accepted
from candidates
left join shared_addresses
    on candidates.evidence = 'address'
    and candidates.identifier_b = shared_addresses.address_identifier
left join bridges
    on candidates.evidence = 'address'
    and candidates.identifier_a = bridges.identifier
