{{ config(
    materialized='incremental',
    incremental_strategy='merge' if target.type in ['spark', 'bigquery'] else 'delete+insert',
    unique_key='identifier',
    schema='pii',
    full_refresh=false,
) }}

-- How many links may lie between two identifiers of one person. The test linked_identifiers_are_one_learner finds
-- whoever needs more.
{% set most_links = 8 %}

with identifiers as (

    select * from {{ ref('int_identifiers__unioned') }}

),

links as (

    select * from {{ ref('int_identity_links') }}

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
labels_0 as (

    select
        identifier,
        identifier as label
    from nodes

),

{% for round in range(most_links) %}
labels_{{ round + 1 }} as (

    select
        edges.identifier,
        min(labels_{{ round }}.label) as label
    from edges
    inner join labels_{{ round }}
        on edges.neighbor = labels_{{ round }}.identifier
    group by edges.identifier

),

{% endfor %}
-- Of the tokens that a person already has, the oldest stays, so that a token survives new identifiers.
held as (

    select
        people.label,
        known.learner_id,
        row_number() over (partition by people.label order by known.token_number, known.learner_id) as preference
    from labels_{{ most_links }} as people
    inner join known
        on people.identifier = known.identifier

),

newcomers as (

    select
        people.label,
        {{ random_token() }} as learner_id
    from (select distinct label from labels_{{ most_links }}) as people
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
from labels_{{ most_links }} as people
inner join persons
    on people.label = persons.label
left join known
    on people.identifier = known.identifier
cross join newest
where known.learner_id is null
    or known.learner_id <> persons.learner_id
