-- Who is above whom, over how many steps: one row an employee and each of their managers, themselves left out.
{% set most_levels = 12 %}

with memberships as (

    select distinct
        source_id,
        learner_id,
        manager_id
    from {{ ref('int_org_memberships') }}
    where manager_id is not null
        and learner_id is not null
        and learner_id <> manager_id

),

chain_1 as (

    select
        source_id,
        learner_id,
        manager_id
    from memberships

),

{% for level in range(2, most_levels) -%}
chain_{{ level }} as (

    select distinct
        chain_{{ level - 1 }}.source_id,
        chain_{{ level - 1 }}.learner_id,
        memberships.manager_id
    from chain_{{ level - 1 }}
    inner join memberships
        on chain_{{ level - 1 }}.source_id = memberships.source_id
        and chain_{{ level - 1 }}.manager_id = memberships.learner_id

),

{% endfor -%}
chains as (

    {% for level in range(1, most_levels) -%}
    select
        chain_{{ level }}.*,
        {{ level }} as steps
    from chain_{{ level }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    source_id,
    learner_id,
    manager_id,
    -- Where the reporting lines run in a circle, the shortest way counts.
    min(steps) as steps
from chains
where learner_id <> manager_id
group by
    source_id,
    learner_id,
    manager_id
