{% set statuses = ['valid', 'expiring', 'expired', 'undated', 'in_progress', 'missing'] %}

with learner_certifications as (

    select * from {{ ref('learner_certifications') }}
    where {{ is_true('is_assigned') }}

),

certifications as (

    select * from {{ ref('dim_certification') }}

),

horizon as (

    {{ last_observed_day() }}

),

memberships as (

    select distinct
        memberships.learner_id,
        memberships.org_unit_id
    from {{ ref('fct_org_memberships') }} as memberships
    cross join horizon
    where memberships.membership_kind = 'employee'
        and {{ holds_on('memberships', 'horizon.last_day') }}

),

-- Once for the whole organization and once for each unit in which somebody works.
placed as (

    select
        certification_id,
        'everybody' as org_unit_id,
        certification_status
    from learner_certifications
    union all
    select
        learner_certifications.certification_id,
        memberships.org_unit_id,
        learner_certifications.certification_status
    from learner_certifications
    inner join memberships
        on learner_certifications.learner_id = memberships.learner_id
    where memberships.org_unit_id is not null

)

select
    placed.certification_id,
    min(certifications.certification_name) as certification_name,
    placed.org_unit_id,
    count(*) as assigned_learners,
    {% for status in statuses -%}
    count(case when placed.certification_status = '{{ status }}' then 1 end) as {{ status }}_learners,
    {% endfor -%}
    {{ share_of(
        "count(case when placed.certification_status in ('valid', 'expiring') then 1 end)", 'count(*)'
    ) }} as compliance_rate
from placed
inner join certifications
    on placed.certification_id = certifications.certification_id
group by
    placed.certification_id,
    placed.org_unit_id
