{#- What it checks: a fact holds each record of its shape that staging brings of somebody who is a learner, and no
    other one: what staging counts, core counts.
    When it matters: always. A row found here is work of a learner that no mart counts, or that counts out of nothing.
    How to resolve it: look the key up in the shape (int_<shape>__unioned) and follow it down: a join of the steps
    between that should keep rows drops them, or a person lost their place in the vault; dbt build --full-refresh
    tells whether a model built in steps lags behind. -#}
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
