with changes as (

    select * from {{ ref('fct_enrollment_changes') }}
    where course_run_id is not null

),

enrollments as (

    select * from {{ ref('fct_enrollments') }}

),

dates as (

    select * from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}

),

dated as (

    select
        changes.enrollment_id,
        changes.source_system,
        changes.course_id,
        changes.course_run_id,
        changes.enrollment_mode,
        changes.status,
        coalesce(changes.role, 'learner') as role,
        changes.version_number,
        {{ local_date('changes.changed_at') }} as changed_date,
        {{ local_date('enrollments.starts_at') }} as starts_date
    from changes
    left join enrollments
        on changes.enrollment_id = enrollments.enrollment_id

),

spans as (

    select
        course_id,
        course_run_id,
        source_system,
        enrollment_mode,
        role,
        coalesce(status, 'unknown') as status,
        changed_date as from_date,
        lead(changed_date) over (partition by enrollment_id order by version_number) as until_date
    from dated
    union all
    -- Of the time between the beginning and the first change that a source tells, it tells no state.
    select
        course_id,
        course_run_id,
        source_system,
        enrollment_mode,
        role,
        'unknown' as status,
        starts_date as from_date,
        changed_date as until_date
    from dated
    where version_number = 1
        and starts_date < changed_date

)

select
    min(spans.course_id) as course_id,
    spans.course_run_id,
    dates.date_day,
    spans.source_system,
    coalesce(spans.enrollment_mode, 'unknown') as enrollment_mode,
    spans.status,
    count(*) as enrollments
from spans
inner join dates
    on spans.from_date <= dates.date_day
    and dates.date_day < coalesce(spans.until_date, {{ dbt.dateadd('day', 1, 'dates.date_day') }})
-- Who has another role from a day on is no learner from then on.
where spans.role = 'learner'
group by
    spans.course_run_id,
    dates.date_day,
    spans.source_system,
    coalesce(spans.enrollment_mode, 'unknown'),
    spans.status
