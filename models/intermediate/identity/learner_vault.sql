{{ config(
    materialized='incremental',
    incremental_strategy='merge' if target.type in ['spark', 'bigquery'] else 'delete+insert',
    unique_key='identifier',
    schema='pii',
    full_refresh=false,
) }}

with identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

links as (

    select * from {{ ref('int_identity_links') }}
    where {{ is_true('is_accepted') }}

),

known_tokens as (

    {% if is_incremental() %}
    select
        identifier,
        learner_id,
        token_number
    from {{ this }}
    {% else %}
    select
        cast(null as {{ dbt.type_string() }}) as identifier,
        cast(null as {{ dbt.type_string() }}) as learner_id,
        cast(null as {{ dbt.type_bigint() }}) as token_number
    where 1 = 0
    {% endif %}

),

nodes as (

    select identifier from identifiers
    union distinct
    select identifier_a as identifier from links
    union distinct
    select identifier_b as identifier from links

),

-- Each node is its own neighbor, so that each round below keeps what the round before found.
edges as (

    select
        identifier_a as identifier,
        identifier_b as neighbor
    from links
    union distinct
    select
        identifier_b as identifier,
        identifier_a as neighbor
    from links
    union distinct
    select
        identifier,
        identifier as neighbor
    from nodes

),

-- All identifiers that links connect get the least identifier among them as their label.
{{ connected('labels', 'edges', most_links()) }}
-- A token belongs to one person. Where a removed link splits a person, the part with the least identifier keeps it.
token_claims as (

    select
        people.label,
        known_tokens.learner_id,
        min(known_tokens.token_number) as token_number,
        row_number() over (partition by known_tokens.learner_id order by people.label) as preference
    from labels_{{ most_links() }} as people
    inner join known_tokens
        on people.identifier = known_tokens.identifier
    group by
        people.label,
        known_tokens.learner_id

),

-- A person with several tokens keeps the oldest one, so that a token survives new identifiers.
held_tokens as (

    select
        label,
        learner_id,
        row_number() over (partition by label order by token_number, learner_id) as preference
    from token_claims
    where preference = 1

),

newcomers as (

    select
        people.label,
        {{ random_token() }} as learner_id
    from (select distinct label from labels_{{ most_links() }}) as people
    left join held_tokens
        on people.label = held_tokens.label
    where held_tokens.label is null

),

persons as (

    select
        label,
        learner_id
    from held_tokens
    where preference = 1
    union all
    select
        label,
        learner_id
    from newcomers

),

next_token_numbers as (

    select coalesce(max(token_number), 0) + 1 as token_number from known_tokens

)

select
    people.identifier,
    persons.learner_id,
    coalesce(known_tokens.token_number, next_token_numbers.token_number) as token_number
from labels_{{ most_links() }} as people
inner join persons
    on people.label = persons.label
left join known_tokens
    on people.identifier = known_tokens.identifier
cross join next_token_numbers
where known_tokens.learner_id is null
    or known_tokens.learner_id <> persons.learner_id
