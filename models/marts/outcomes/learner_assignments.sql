-- Learners who submitted nothing need a row too, so the rows start from enrollments and not from submissions.
with submissions as (

    select * from {{ ref('fct_submissions') }}
    where course_run_id is not null

),

activities as (

    select * from {{ ref('dim_activity') }}
    where activity_kind = 'assignment'

),

participations as (

    select * from {{ ref('fct_participations') }}

),

completions as (

    select * from {{ ref('fct_completions') }}
    where activity_id is not null

),

grades as (

    select * from {{ ref('fct_grades') }}
    where activity_id is not null

),

horizon as (

    {{ last_observed_day() }}

),

learner_submissions as (

    select
        learner_id,
        course_run_id,
        activity_id,
        count(submitted_at) as submissions,
        min(submitted_at) as first_submitted_at,
        max(submitted_at) as last_submitted_at,
        max(due_at) as due_at,
        max(case when {{ is_true('is_excused') }} then 1 else 0 end) as is_excused,
        max(score_raw / nullif(score_max, 0)) as score_share
    from submissions
    group by
        learner_id,
        course_run_id,
        activity_id

),

-- Some systems record that an assignment was done, but not when it was submitted.
completed_assignments as (

    select distinct
        learner_id,
        course_run_id,
        activity_id
    from completions
    where {{ is_true('is_completed') }}

),

assignment_grades as (

    select
        learner_id,
        course_run_id,
        activity_id,
        max(score_raw / nullif(score_max, 0)) as score_share
    from grades
    group by
        learner_id,
        course_run_id,
        activity_id

),

-- The assignment has the date for all learners. Where it has none, the latest date of any learner is used.
assignment_due_dates as (

    select
        course_run_id,
        activity_id,
        coalesce(max(due_at), max(learner_due_at)) as due_at
    from (
        select
            course_run_id,
            activity_id,
            {{ unknown('timestamp') }} as due_at,
            due_at as learner_due_at
        from submissions
        union all
        select
            course_run_id,
            activity_id,
            due_at,
            {{ unknown('timestamp') }} as learner_due_at
        from activities
        where course_run_id is not null
    ) as dates
    group by
        course_run_id,
        activity_id

),

-- If no source has any record of work on an assignment, that does not show that a learner failed to submit it.
recorded_assignments as (

    select
        course_run_id,
        activity_id
    from submissions
    union distinct
    select
        course_run_id,
        activity_id
    from completions
    union distinct
    select
        course_run_id,
        activity_id
    from grades

),

-- Learners who withdrew before an assignment was due, or were never enrolled, do not have to submit it. If they do, it
-- counts.
learner_assignment_pairs as (

    select
        participations.learner_id,
        participations.course_run_id,
        assignment_due_dates.activity_id
    from participations
    inner join assignment_due_dates
        on participations.course_run_id = assignment_due_dates.course_run_id
    left join learner_submissions
        on participations.learner_id = learner_submissions.learner_id
        and assignment_due_dates.course_run_id = learner_submissions.course_run_id
        and assignment_due_dates.activity_id = learner_submissions.activity_id
    where participations.enrollment_status <> 'withdrawn'
        or (
            participations.enrollment_status = 'withdrawn'
            and participations.withdrawn_at > coalesce(learner_submissions.due_at, assignment_due_dates.due_at)
        )
    union distinct
    select
        learner_submissions.learner_id,
        learner_submissions.course_run_id,
        learner_submissions.activity_id
    from learner_submissions
    inner join participations
        on learner_submissions.learner_id = participations.learner_id
        and learner_submissions.course_run_id = participations.course_run_id
    where learner_submissions.submissions > 0
        or learner_submissions.is_excused = 1

),

assignment_details as (

    select
        learner_assignment_pairs.learner_id,
        participations.course_id,
        learner_assignment_pairs.course_run_id,
        learner_assignment_pairs.activity_id,
        -- The extension of a learner outweighs the date for all.
        coalesce(learner_submissions.due_at, assignment_due_dates.due_at) as due_at,
        coalesce(learner_submissions.submissions, 0) as submissions,
        learner_submissions.first_submitted_at,
        learner_submissions.last_submitted_at,
        coalesce(learner_submissions.is_excused, 0) as is_excused,
        coalesce(learner_submissions.score_share, assignment_grades.score_share) as score_share,
        case
            when
                completed_assignments.learner_id is not null
                or coalesce(learner_submissions.score_share, assignment_grades.score_share) > 0 then 1
            else 0
        end as is_done,
        case when recorded_assignments.activity_id is not null then 1 else 0 end as is_recorded,
        {{ local_date('coalesce(learner_submissions.due_at, assignment_due_dates.due_at)') }} as due_date,
        horizon.last_day
    from learner_assignment_pairs
    cross join horizon
    inner join participations
        on learner_assignment_pairs.learner_id = participations.learner_id
        and learner_assignment_pairs.course_run_id = participations.course_run_id
    inner join assignment_due_dates
        on learner_assignment_pairs.course_run_id = assignment_due_dates.course_run_id
        and learner_assignment_pairs.activity_id = assignment_due_dates.activity_id
    left join recorded_assignments
        on learner_assignment_pairs.course_run_id = recorded_assignments.course_run_id
        and learner_assignment_pairs.activity_id = recorded_assignments.activity_id
    left join learner_submissions
        on learner_assignment_pairs.learner_id = learner_submissions.learner_id
        and learner_assignment_pairs.course_run_id = learner_submissions.course_run_id
        and learner_assignment_pairs.activity_id = learner_submissions.activity_id
    left join completed_assignments
        on learner_assignment_pairs.learner_id = completed_assignments.learner_id
        and learner_assignment_pairs.course_run_id = completed_assignments.course_run_id
        and learner_assignment_pairs.activity_id = completed_assignments.activity_id
    left join assignment_grades
        on learner_assignment_pairs.learner_id = assignment_grades.learner_id
        and learner_assignment_pairs.course_run_id = assignment_grades.course_run_id
        and learner_assignment_pairs.activity_id = assignment_grades.activity_id

)

select
    learner_id,
    course_id,
    course_run_id,
    activity_id,
    due_at,
    submissions,
    first_submitted_at,
    last_submitted_at,
    {{ milliseconds_between('first_submitted_at', 'due_at') }} / 3600000.0 as hours_before_due,
    case
        when is_excused = 1 then 'excused'
        when first_submitted_at is not null and due_at is null then 'undated'
        when {{ milliseconds_between('first_submitted_at', 'due_at') }} >= {{ var('early_hours') }} * 3600000
            then 'early'
        when first_submitted_at <= due_at then 'on_time'
        when first_submitted_at is not null then 'late'
        when is_done = 1 then 'undated'
        when due_date <= last_day and is_recorded = 0 then 'unknown'
        when due_date <= last_day then 'missing'
        else 'open'
    end as timeliness,
    score_share
from assignment_details
