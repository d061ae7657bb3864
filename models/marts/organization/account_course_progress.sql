-- This mart shows the course progress of the people of each customer account and of the accounts below it.
with customer_memberships as (

    select * from {{ ref('fct_org_memberships') }}
    where membership_kind = 'customer'
        and org_unit_id is not null

),

org_units as (

    select * from {{ ref('dim_org_unit') }}

),

learner_course_outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

horizon as (

    {{ last_observed_day() }}

),

-- Learners who have left a customer no longer count for it.
current_members as (

    select distinct
        customer_memberships.learner_id,
        customer_memberships.org_unit_id
    from customer_memberships
    cross join horizon
    where {{ holds_on('customer_memberships', 'horizon.last_day') }}

),

-- The path of an account begins with the path of every account above it. The account itself is among them.
account_members as (

    select
        ancestors.org_unit_id as account_id,
        current_members.learner_id,
        max(case when ancestors.org_unit_id = current_members.org_unit_id then 1 else 0 end) as is_direct
    from current_members
    inner join org_units
        on current_members.org_unit_id = org_units.org_unit_id
    inner join org_units as ancestors
        on {{ dbt.position(dbt.concat(['ancestors.path', "' > '"]), dbt.concat(['org_units.path', "' > '"])) }} = 1
    group by
        ancestors.org_unit_id,
        current_members.learner_id

)

select
    account_members.account_id,
    min(org_units.org_unit_name) as account_name,
    min(learner_course_outcomes.course_id) as course_id,
    learner_course_outcomes.course_run_id,
    count(*) as learners,
    {{ whole_sum('account_members.is_direct') }} as direct_learners,
    count(learner_course_outcomes.enrollment_status) as enrolled_learners,
    count(case when learner_course_outcomes.active_days > 0 then 1 end) as active_learners,
    count(case when learner_course_outcomes.outcome in ('passed', 'completed') then 1 end) as complete_learners,
    count(case when learner_course_outcomes.outcome = 'withdrawn' then 1 end) as withdrawn_learners,
    {{ share_of(
        "count(case
            when
                learner_course_outcomes.enrollment_status is not null
                and learner_course_outcomes.outcome in ('passed', 'completed') then 1
        end)",
        'count(learner_course_outcomes.enrollment_status)'
    ) }} as completion_rate,
    {{ exact_sum('learner_course_outcomes.active_seconds') }} as active_seconds,
    {{ exact_mean('learner_course_outcomes.grade_share') }} as mean_grade_share
from account_members
inner join org_units
    on account_members.account_id = org_units.org_unit_id
inner join learner_course_outcomes
    on account_members.learner_id = learner_course_outcomes.learner_id
group by
    account_members.account_id,
    learner_course_outcomes.course_run_id
