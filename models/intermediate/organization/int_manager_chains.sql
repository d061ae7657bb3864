with org_memberships as (

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
{% call(level, above) walk('manager_chains', levels=11) %}
    {% if level == 1 -%}
    select
        source_id,
        learner_id,
        manager_id,
        1 as steps
    from org_memberships
    {%- else -%}
    select distinct
        above.source_id,
        above.learner_id,
        org_memberships.manager_id,
        {{ level }} as steps
    from {{ above }} as above
    inner join org_memberships
        on above.source_id = org_memberships.source_id
        and above.manager_id = org_memberships.learner_id
    {%- endif %}
{% endcall %}

select
    source_id,
    learner_id,
    manager_id,
    -- Reporting lines can form a circle or lead to a manager in two ways, so only the shortest chain counts.
    min(steps) as steps
from manager_chains
where learner_id <> manager_id
group by
    source_id,
    learner_id,
    manager_id
