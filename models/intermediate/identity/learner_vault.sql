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

known as (

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

-- A node is its own neighbor, so that each round below keeps what the one before found.
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

-- Everyone who can be reached over links gets the least identifier among them as label.
{{ connected('labels', 'edges', most_links()) }}
-- A token goes to one person only: where a link was taken back, to the one who has the least identifier.
claims as (

    select
        people.label,
        known.learner_id,
        min(known.token_number) as token_number,
        row_number() over (partition by known.learner_id order by people.label) as claim
    from labels_{{ most_links() }} as people
    inner join known
        on people.identifier = known.identifier
    group by
        people.label,
        known.learner_id

),

-- Of the tokens that a person already has, the oldest stays, so that a token survives new identifiers.
held as (

    select
        label,
        learner_id,
        row_number() over (partition by label order by token_number, learner_id) as preference
    from claims
    where claim = 1

),

newcomers as (

    select
        people.label,
        {{ random_token() }} as learner_id
    from (select distinct label from labels_{{ most_links() }}) as people
    left join held
        on people.label = held.label
    where held.label is null

),

persons as (

    select
        label,
        learner_id
    from held
    where preference = 1
    union all
    select
        label,
        learner_id
    from newcomers

),

newest as (

    select coalesce(max(token_number), 0) + 1 as token_number from known

)

select
    people.identifier,
    persons.learner_id,
    coalesce(known.token_number, newest.token_number) as token_number
from labels_{{ most_links() }} as people
inner join persons
    on people.label = persons.label
left join known
    on people.identifier = known.identifier
cross join newest
where known.learner_id is null
    or known.learner_id <> persons.learner_id
