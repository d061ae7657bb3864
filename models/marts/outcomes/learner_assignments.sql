-- Every assignment for everybody who was enrolled when it was due, whether they handed anything in or not.
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

handed_in as (

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

-- What systems tell of who has done it that hold nothing of when it was handed in.
completed as (

    select distinct
        learner_id,
        course_run_id,
        activity_id
    from completions
    where {{ is_true('is_completed') }}

),

graded as (

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

-- The date for all; what learners were told, where the assignment itself tells none.
known as (

    select
        course_run_id,
        activity_id,
        coalesce(max(due_at), max(told_at)) as due_at
    from (
        select
            course_run_id,
            activity_id,
            {{ unknown('timestamp') }} as due_at,
            due_at as told_at
        from submissions
        union all
        select
            course_run_id,
            activity_id,
            due_at,
            {{ unknown('timestamp') }} as told_at
        from activities
        where course_run_id is not null
    ) as dates
    group by
        course_run_id,
        activity_id

),

-- Of which of them anything is told at all: where nobody's work is, it is not missing.
told as (

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

-- Who had left before it was due, or was never enrolled, owes nothing; what they handed in counts all the same.
assigned as (

    select
        participations.learner_id,
        participations.course_run_id,
        known.activity_id
    from participations
    inner join known
        on participations.course_run_id = known.course_run_id
    left join handed_in
        on participations.learner_id = handed_in.learner_id
        and known.course_run_id = handed_in.course_run_id
        and known.activity_id = handed_in.activity_id
    where participations.enrollment_status <> 'withdrawn'
        or (
            participations.enrollment_status = 'withdrawn'
            and participations.withdrawn_at > coalesce(handed_in.due_at, known.due_at)
        )
    union distinct
    select
        handed_in.learner_id,
        handed_in.course_run_id,
        handed_in.activity_id
    from handed_in
    inner join participations
        on handed_in.learner_id = participations.learner_id
        and handed_in.course_run_id = participations.course_run_id
    where handed_in.submissions > 0
        or handed_in.is_excused = 1

),

dated as (

    select
        assigned.learner_id,
        participations.course_id,
        assigned.course_run_id,
        assigned.activity_id,
        -- An extension of one's own outweighs the date for all.
        coalesce(handed_in.due_at, known.due_at) as due_at,
        coalesce(handed_in.submissions, 0) as submissions,
        handed_in.first_submitted_at,
        handed_in.last_submitted_at,
        coalesce(handed_in.is_excused, 0) as is_excused,
        coalesce(handed_in.score_share, graded.score_share) as score_share,
        case
            when completed.learner_id is not null or coalesce(handed_in.score_share, graded.score_share) > 0 then 1
            else 0
        end as is_done,
        case when told.activity_id is not null then 1 else 0 end as is_told,
        {{ local_date('coalesce(handed_in.due_at, known.due_at)') }} as due_date,
        horizon.last_day
    from assigned
    cross join horizon
    inner join participations
        on assigned.learner_id = participations.learner_id
        and assigned.course_run_id = participations.course_run_id
    inner join known
        on assigned.course_run_id = known.course_run_id
        and assigned.activity_id = known.activity_id
    left join told
        on assigned.course_run_id = told.course_run_id
        and assigned.activity_id = told.activity_id
    left join handed_in
        on assigned.learner_id = handed_in.learner_id
        and assigned.course_run_id = handed_in.course_run_id
        and assigned.activity_id = handed_in.activity_id
    left join completed
        on assigned.learner_id = completed.learner_id
        and assigned.course_run_id = completed.course_run_id
        and assigned.activity_id = completed.activity_id
    left join graded
        on assigned.learner_id = graded.learner_id
        and assigned.course_run_id = graded.course_run_id
        and assigned.activity_id = graded.activity_id

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
        when due_date <= last_day and is_told = 0 then 'unknown'
        when due_date <= last_day then 'missing'
        else 'open'
    end as timeliness,
    score_share
from dated
