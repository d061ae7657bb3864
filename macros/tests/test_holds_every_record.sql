{#- What it checks: a fact contains exactly the records of its shape in staging that belong to learners.
    When it matters: always. A row found here is work of a learner that no mart counts, or a row of the fact without a
    record behind it.
    How to resolve it: find the key in the shape (int_<shape>__unioned) and follow it through the models in between.
    Either a join drops rows that it should keep, or the vault lacks a person. If dbt build --full-refresh removes the
    row, a model that is built in steps lagged behind. -#}
{% test holds_every_record(model, shape, record_key, fact_key) %}

with records as (

    select
        records.source_system,
        records.{{ record_key }} as record_key
    from {{ ref('int_' ~ shape ~ '__unioned') }} as records
    inner join {{ ref('learner_vault') }} as vault
        on records.user_identifier = vault.identifier
    inner join {{ ref('dim_learner') }} as learners
        on vault.learner_id = learners.learner_id

),

facts as (

    select
        source_system,
        {{ fact_key }} as record_key
    from {{ model }}

),

counted as (

    select
        source_system,
        record_key,
        sum(records) as records,
        sum(facts) as facts
    from (
        select source_system, record_key, 1 as records, 0 as facts from records
        union all
        select source_system, record_key, 0 as records, 1 as facts from facts
    ) as both_sides
    group by
        source_system,
        record_key

)

select *
from counted
where records <> facts

{% endtest %}
