-- Customers, each with its own people and those of the accounts below it.
with memberships as (

    select * from {{ ref('fct_org_memberships') }}
    where membership_kind = 'customer'
        and org_unit_id is not null

),

units as (

    select * from {{ ref('dim_org_unit') }}

),

outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

horizon as (

    {{ last_observed_day() }}

),

-- Who has left a customer by now is no longer theirs.
current_members as (

    select distinct
        memberships.learner_id,
        memberships.org_unit_id
    from memberships
    cross join horizon
    where (memberships.starts_date is null or memberships.starts_date <= horizon.last_day)
        and (memberships.ends_date is null or memberships.ends_date >= horizon.last_day)

),

-- The path of an account begins with the paths of those above it.
accounts as (

    select
        above.org_unit_id as account_id,
        current_members.learner_id,
        max(case when above.org_unit_id = current_members.org_unit_id then 1 else 0 end) as is_direct
    from current_members
    inner join units
        on current_members.org_unit_id = units.org_unit_id
    inner join units as above
        on {{ dbt.position(dbt.concat(['above.path', "' > '"]), dbt.concat(['units.path', "' > '"])) }} = 1
    group by
        above.org_unit_id,
        current_members.learner_id

)

select
    accounts.account_id,
    min(units.org_unit_name) as account_name,
    min(outcomes.course_id) as course_id,
    outcomes.course_run_id,
    count(*) as learners,
    {{ whole_sum('accounts.is_direct') }} as direct_learners,
    count(outcomes.enrollment_status) as enrolled_learners,
    count(case when outcomes.active_days > 0 then 1 end) as active_learners,
    count(case when outcomes.outcome in ('passed', 'completed') then 1 end) as complete_learners,
    count(case when outcomes.outcome = 'withdrawn' then 1 end) as withdrawn_learners,
    {{ share_of(
        "count(case when outcomes.enrollment_status is not null and outcomes.outcome in ('passed', 'completed') then 1 end)",
        'count(outcomes.enrollment_status)'
    ) }} as completion_rate,
    {{ exact_sum('outcomes.active_seconds') }} as active_seconds,
    {{ exact_mean('outcomes.grade_share') }} as mean_grade_share
from accounts
inner join units
    on accounts.account_id = units.org_unit_id
inner join outcomes
    on accounts.learner_id = outcomes.learner_id
group by
    accounts.account_id,
    outcomes.course_run_id
