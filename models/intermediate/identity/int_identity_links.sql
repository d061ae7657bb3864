-- An institutional id outweighs an address: a link by address is refused where it would join two institutional ids.
{{ config(materialized='table', schema='pii') }}

with candidates as (

    select * from {{ ref('int_identity_candidates') }}

),

institutional_candidates as (

    select * from {{ ref('int_identity_candidates') }}
    where evidence in ('institutional_id', 'institutional_account')

),

address_candidates as (

    select * from {{ ref('int_identity_candidates') }}
    where evidence = 'address'

),

-- An address with two institutional ids is a shared mailbox, or one of the ids is wrong.
shared_addresses as (

    select address_candidates.identifier_b as address_identifier
    from address_candidates
    inner join institutional_candidates
        on address_candidates.identifier_a = institutional_candidates.identifier_a
    group by address_candidates.identifier_b
    having count(distinct institutional_candidates.identifier_b) > 1

),

links_over_unshared_addresses as (

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
    from links_over_unshared_addresses
    union distinct
    select
        identifier_b as identifier,
        identifier_a as neighbor
    from links_over_unshared_addresses
    union distinct
    select
        identifier_a as identifier,
        identifier_a as neighbor
    from links_over_unshared_addresses
    union distinct
    select
        identifier_b as identifier,
        identifier_b as neighbor
    from links_over_unshared_addresses

),

{{ connected('groups', 'edges', most_links()) }}
-- A group can hold two institutional ids although no single address has both: a chain of addresses connects them.
-- Such a group is accepted where a person configured a link in it.
groups_with_several_ids as (

    select label
    from groups_{{ most_links() }}
    where identifier like 'id:%'
    group by label
    having count(*) > 1

),

configured_groups as (

    select distinct groups_{{ most_links() }}.label
    from groups_{{ most_links() }}
    inner join candidates
        on groups_{{ most_links() }}.identifier = candidates.identifier_a
    where candidates.evidence = 'configured'

),

-- Only an account without an institutional id can be the bridge between two ids.
bridges as (

    select distinct groups_{{ most_links() }}.identifier
    from groups_{{ most_links() }}
    inner join groups_with_several_ids
        on groups_{{ most_links() }}.label = groups_with_several_ids.label
    left join configured_groups
        on groups_{{ most_links() }}.label = configured_groups.label
    left join institutional_candidates
        on groups_{{ most_links() }}.identifier = institutional_candidates.identifier_a
    where configured_groups.label is null
        and institutional_candidates.identifier_a is null

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
