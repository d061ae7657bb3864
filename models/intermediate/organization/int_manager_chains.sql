-- Who is above whom, over how many steps: one row an employee and each of their managers, themselves left out.
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

-- noqa: disable=LT02
{% call(level, above) walk('chains', levels=11) %}
    {% if level == 1 -%}
    select
        source_id,
        learner_id,
        manager_id,
        1 as steps
    from memberships
    {%- else -%}
    select distinct
        above.source_id,
        above.learner_id,
        memberships.manager_id,
        {{ level }} as steps
    from {{ above }} as above
    inner join memberships
        on above.source_id = memberships.source_id
        and above.manager_id = memberships.learner_id
    {%- endif %}
{% endcall %}

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
