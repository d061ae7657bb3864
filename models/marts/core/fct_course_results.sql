-- Completion, passing and grade are decided here once, for all marts that read them.
with participations as (

    select * from {{ ref('fct_participations') }}

),

course_events as (

    select * from {{ ref('fct_learning_events') }}
    where {{ is_true('is_about_course') }}
        and course_run_id is not null

),

course_completions as (

    select * from {{ ref('fct_completions') }}
    where activity_id is null
        and course_run_id is not null

),

course_grades as (

    select * from {{ ref('fct_grades') }}
    where activity_id is null
        and course_run_id is not null

),

-- Statements about parts of the course decide nothing about the course.
stated_results as (

    select
        learner_id,
        course_run_id,
        {{ last_by(
            'score_scaled', 'event_at', 'event_id', 'float', "verb_name in ('passed', 'failed', 'scored', 'completed')"
        ) }} as score_scaled,
        {{ last_by('verb_name', 'event_at', 'event_id', 'text', "verb_name in ('passed', 'failed')") }} as judgment,
        min(case
            when verb_name in ('completed', 'satisfied') or {{ is_true('is_completion') }} then event_at
        end) as completed_at
    from course_events
    group by
        learner_id,
        course_run_id

),

recorded_completions as (

    select
        learner_id,
        course_run_id,
        max(case when {{ is_true('is_completed') }} then 1 else 0 end) as is_completed,
        min(case when {{ is_true('is_completed') }} then completed_at end) as completed_at,
        max(progress_share) as progress_share
    from course_completions
    group by
        learner_id,
        course_run_id

),

-- A final grade outweighs one in progress; then the latest counts.
ranked_grades as (

    select
        course_grades.*,
        row_number() over (
            partition by learner_id, course_run_id
            order by
                case when {{ is_true('is_final') }} then 1 else 2 end,
                case when graded_at is null then 1 else 0 end,
                graded_at desc,
                grade_id
        ) as preference
    from course_grades

)

select
    participations.learner_id,
    participations.course_id,
    participations.course_run_id,
    -- Without evidence the result is unknown, never a failure.
    case
        when
            stated_results.completed_at is not null
            or recorded_completions.is_completed = 1
            or participations.enrollment_status = 'completed' then {{ boolean_value(true) }}
        when recorded_completions.is_completed = 0 then {{ boolean_value(false) }}
    end as is_completed,
    -- A statement about the course outweighs the grade book.
    case stated_results.judgment
        when 'passed' then {{ boolean_value(true) }}
        when 'failed' then {{ boolean_value(false) }}
        else ranked_grades.is_passed
    end as is_passed,
    recorded_completions.progress_share,
    stated_results.score_scaled,
    ranked_grades.grade_text,
    ranked_grades.score_raw / nullif(ranked_grades.score_max, 0) as grade_share,
    {{ earlier_of(
        earlier_of('stated_results.completed_at', 'recorded_completions.completed_at'), 'participations.completed_at'
    ) }} as completed_at
from participations
left join stated_results
    on participations.learner_id = stated_results.learner_id
    and participations.course_run_id = stated_results.course_run_id
left join recorded_completions
    on participations.learner_id = recorded_completions.learner_id
    and participations.course_run_id = recorded_completions.course_run_id
left join ranked_grades
    on participations.learner_id = ranked_grades.learner_id
    and participations.course_run_id = ranked_grades.course_run_id
    and ranked_grades.preference = 1
