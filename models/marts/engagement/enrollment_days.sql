-- This mart counts the enrollments of learners in each status at the end of each day.
with enrollment_changes as (

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

dated_changes as (

    select
        enrollment_changes.enrollment_id,
        enrollment_changes.source_system,
        enrollment_changes.course_id,
        enrollment_changes.course_run_id,
        enrollment_changes.enrollment_mode,
        enrollment_changes.status,
        coalesce(enrollment_changes.role, 'learner') as role,
        enrollment_changes.version_number,
        {{ local_date('enrollment_changes.changed_at') }} as changed_date,
        {{ local_date('enrollments.starts_at') }} as starts_date
    from enrollment_changes
    left join enrollments
        on enrollment_changes.enrollment_id = enrollments.enrollment_id

),

status_spans as (

    select
        course_id,
        course_run_id,
        source_system,
        enrollment_mode,
        role,
        coalesce(status, 'unknown') as status,
        changed_date as from_date,
        lead(changed_date) over (partition by enrollment_id order by version_number) as until_date
    from dated_changes
    union all
    -- Sources do not say which status an enrollment had between its beginning and the first change that they report.
    select
        course_id,
        course_run_id,
        source_system,
        enrollment_mode,
        role,
        'unknown' as status,
        starts_date as from_date,
        changed_date as until_date
    from dated_changes
    where version_number = 1
        and starts_date < changed_date

)

select
    min(status_spans.course_id) as course_id,
    status_spans.course_run_id,
    dates.date_day,
    status_spans.source_system,
    coalesce(status_spans.enrollment_mode, 'unknown') as enrollment_mode,
    status_spans.status,
    count(*) as enrollments
from status_spans
inner join dates
    on status_spans.from_date <= dates.date_day
    and dates.date_day < coalesce(status_spans.until_date, {{ dbt.dateadd('day', 1, 'dates.date_day') }})
-- A person whose role changes does not count as a learner from that day on.
where status_spans.role = 'learner'
group by
    status_spans.course_run_id,
    dates.date_day,
    status_spans.source_system,
    coalesce(status_spans.enrollment_mode, 'unknown'),
    status_spans.status
