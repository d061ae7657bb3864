{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='identifier',
    schema='pii',
    full_refresh=false,
) }}

with identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

configured_links as (

    select * from {{ ref('identity_links') }}

),

links as (

    select
        addresses.identifier as identifier_a,
        hashes.identifier as identifier_b
    from identifiers as addresses
    inner join identifiers as hashes
        on hashes.identifier = 'mbox_sha1sum:' || {{ sha1_hex("substring(addresses.identifier, 6)") }}
    where addresses.identifier like 'mbox:%'
        and hashes.identifier like 'mbox_sha1sum:%'
    union all
    select
        identifier_a,
        identifier_b
    from configured_links
    where identifier_a is not null
        and identifier_b is not null

),

known as (

    {% if is_incremental() %}
    select identifier, learner_id, load_id from {{ this }}
    {% else %}
    select
        cast(null as {{ dbt.type_string() }}) as identifier,
        cast(null as {{ dbt.type_string() }}) as learner_id,
        cast(null as bigint) as load_id
    where false
    {% endif %}

),

nodes as (

    select identifier from identifiers
    union
    select identifier_a from links
    union
    select identifier_b from links

),

edges as (

    select identifier_a as identifier, identifier_b as neighbor from links
    union
    select identifier_b, identifier_a from links

),

-- Chains resolve: everyone who can be reached over any number of links is one person.
components as (

    select
        reached.identifier,
        min(reached.member) as component
    from (
        with recursive reach as (
            select identifier, identifier as member from nodes
            union
            select reach.identifier, edges.neighbor
            from reach
            inner join edges on reach.member = edges.identifier
        )
        select * from reach
    ) as reached
    group by 1

),

-- Of the tokens a person already has, the oldest stays, so that a token survives new identifiers.
surviving as (

    select
        components.component,
        min(known.load_id) as load_id,
        arg_min(known.learner_id, (known.load_id, known.learner_id)) as learner_id
    from components
    inner join known
        on components.identifier = known.identifier
    group by 1

),

persons as (

    select
        everyone.component,
        coalesce(surviving.learner_id, {{ random_token() }}) as learner_id
    from (select distinct component from components) as everyone
    left join surviving
        on everyone.component = surviving.component

),

newest as (

    select coalesce(max(load_id), 0) as load_id from identifiers

)

select
    components.identifier,
    persons.learner_id,
    newest.load_id
from components
inner join persons
    on components.component = persons.component
left join known
    on components.identifier = known.identifier
cross join newest
where known.learner_id is distinct from persons.learner_id
