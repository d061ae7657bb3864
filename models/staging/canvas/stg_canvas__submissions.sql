{{ config(enabled=uses('canvas'), schema='pii') }}

with submissions as (

    {{ latest_records('canvas', 'submissions', [
        ['submission_id', ['id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['assignment_id', ['assignment_id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['attempt', ['attempt'], 'bigint'],
        ['workflow_state', ['workflow_state'], 'text'],
        ['submission_type', ['submission_type'], 'text'],
        ['submitted_at', ['submitted_at'], 'timestamp'],
        ['graded_at', ['graded_at'], 'timestamp'],
        ['score', ['score'], 'float'],
        ['excused', ['excused'], 'boolean'],
        ['excused_kind', ['excused'], 'kind'],
        ['cached_due_date', ['cached_due_date'], 'timestamp'],
        ['cached_due_date_kind', ['cached_due_date'], 'kind'],
    ]) }}

),

assignments as (

    select * from {{ ref('base_canvas__assignments') }}

)

select
    submissions.source_id,
    {{ entity_key('submission', 'submission_id', 'submissions') }} as submission_key,
    {{ entity_key('user', 'user_id', 'submissions') }} as user_identifier,
    case
        when assignments.course_id is not null then {{ entity_key('course', 'course_id', 'assignments') }}
        else {{ entity_key('course', 'course_id', 'submissions') }}
    end as course_key,
    {{ entity_key('assignment', 'assignment_id', 'submissions') }} as activity_key,
    submissions.attempt as attempt_number,
    -- Canvas counts an excused submission as graded, although the learner may not have submitted anything.
    case
        when
            submissions.workflow_state = 'graded'
            and (submissions.excused is null or not {{ is_true('submissions.excused') }})
            then 'graded'
        when submissions.submitted_at is not null then 'submitted'
        when submissions.workflow_state is not null then 'unsubmitted'
    end as status,
    submissions.submitted_at,
    submissions.graded_at,
    -- Where Canvas sends the learner's own due date, it counts: an override may have moved or removed the due date.
    case
        when submissions.cached_due_date_kind is not null then submissions.cached_due_date
        else assignments.due_at
    end as due_at,
    submissions.score as score_raw,
    assignments.points as score_max,
    -- Canvas sends null if no teacher decided, which means not excused.
    coalesce(
        submissions.excused, case when submissions.excused_kind is not null then {{ boolean_value(false) }} end
    ) as is_excused
from submissions
left join assignments
    on submissions.source_id = assignments.source_id
    and submissions.assignment_id = assignments.assignment_id
where submissions.submission_id is not null
    -- Submissions of quizzes are attempts, which have their own model.
    and coalesce(submissions.submission_type, '') <> 'online_quiz'
    and (assignments.assignment_id is null or not {{ is_true('assignments.is_quiz') }})
