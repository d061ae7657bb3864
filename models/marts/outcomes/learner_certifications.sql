with certifications as (

    select * from {{ ref('dim_certification') }}

),

outcomes as (

    select * from {{ ref('learner_course_outcomes') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

),

horizon as (

    {{ last_observed_day() }}

),

employees as (

    select distinct memberships.learner_id
    from {{ ref('fct_org_memberships') }} as memberships
    cross join horizon
    where memberships.membership_kind = 'employee'
        and {{ holds_on('memberships', 'horizon.last_day') }}

),

assigned_certifications as (

    select
        certifications.certification_id,
        learners.learner_id
    from certifications
    cross join learners
    where certifications.assigned_to = 'everybody'
    union distinct
    select
        certifications.certification_id,
        employees.learner_id
    from certifications
    cross join employees
    where certifications.assigned_to in ('everybody', 'employees')
    union distinct
    select
        certifications.certification_id,
        outcomes.learner_id
    from certifications
    inner join outcomes
        on certifications.course_id = outcomes.course_id
    where certifications.assigned_to = 'enrolled'
        and outcomes.enrollment_status is not null
        and outcomes.enrollment_status <> 'withdrawn'

),

-- The latest certificate counts. Learners who earned one without needing it are included.
certification_outcomes as (

    select
        certifications.certification_id,
        outcomes.learner_id,
        max(case when outcomes.outcome in ('passed', 'completed') then outcomes.completed_at end) as certified_at,
        max(case when outcomes.outcome in ('passed', 'completed') then 1 else 0 end) as is_earned,
        max(case when outcomes.outcome in ('in_progress', 'not_started') then 1 else 0 end) as is_enrolled
    from certifications
    inner join outcomes
        on certifications.course_id = outcomes.course_id
    group by
        certifications.certification_id,
        outcomes.learner_id

),

certification_learners as (

    select
        certification_id,
        learner_id
    from assigned_certifications
    union distinct
    select
        certification_id,
        learner_id
    from certification_outcomes
    where is_earned = 1

),

certification_dates as (

    select
        certification_learners.certification_id,
        certification_learners.learner_id,
        certifications.course_id,
        case when assigned_certifications.learner_id is not null then 1 else 0 end as is_assigned,
        coalesce(certification_outcomes.is_earned, 0) as is_earned,
        coalesce(certification_outcomes.is_enrolled, 0) as is_enrolled,
        certifications.valid_months,
        {{ local_date('certification_outcomes.certified_at') }} as certified_date,
        horizon.last_day
    from certification_learners
    cross join horizon
    inner join certifications
        on certification_learners.certification_id = certifications.certification_id
    left join assigned_certifications
        on certification_learners.certification_id = assigned_certifications.certification_id
        and certification_learners.learner_id = assigned_certifications.learner_id
    left join certification_outcomes
        on certification_learners.certification_id = certification_outcomes.certification_id
        and certification_learners.learner_id = certification_outcomes.learner_id

),

certification_expirations as (

    select
        certification_dates.*,
        cast({{ dbt.dateadd('month', 'cast(valid_months as integer)', 'certified_date') }} as date) as expires_date
    from certification_dates

)

select
    certification_id,
    learner_id,
    course_id,
    {{ as_boolean('is_assigned = 1') }} as is_assigned,
    certified_date,
    expires_date,
    case
        when is_earned = 1 and expires_date <= last_day then 'expired'
        when
            is_earned = 1
            and expires_date <= {{ dbt.dateadd('day', var('certification_warning_days'), 'last_day') }} then 'expiring'
        -- Without a day of completion it is unknown whether the certificate has expired.
        when is_earned = 1 and valid_months is not null and certified_date is null then 'undated'
        when is_earned = 1 then 'valid'
        when is_enrolled = 1 then 'in_progress'
        else 'missing'
    end as certification_status
from certification_expirations
