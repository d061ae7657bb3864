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

employee_units as (

    select distinct
        memberships.learner_id,
        memberships.org_unit_id
    from {{ ref('fct_org_memberships') }} as memberships
    cross join horizon
    where memberships.membership_kind = 'employee'
        and {{ holds_on('memberships', 'horizon.last_day') }}

),

-- Each learner counts once for the whole organization and once for each unit in which they work.
unit_certifications as (

    select
        certification_id,
        'everybody' as org_unit_id,
        certification_status
    from learner_certifications
    union all
    select
        learner_certifications.certification_id,
        employee_units.org_unit_id,
        learner_certifications.certification_status
    from learner_certifications
    inner join employee_units
        on learner_certifications.learner_id = employee_units.learner_id
    where employee_units.org_unit_id is not null

)

select
    unit_certifications.certification_id,
    min(certifications.certification_name) as certification_name,
    unit_certifications.org_unit_id,
    count(*) as assigned_learners,
    {% for status in statuses -%}
    count(case when unit_certifications.certification_status = '{{ status }}' then 1 end) as {{ status }}_learners,
    {% endfor -%}
    {{ share_of(
        "count(case when unit_certifications.certification_status in ('valid', 'expiring') then 1 end)", 'count(*)'
    ) }} as compliance_rate
from unit_certifications
inner join certifications
    on unit_certifications.certification_id = certifications.certification_id
group by
    unit_certifications.certification_id,
    unit_certifications.org_unit_id
