{{ config(enabled=uses('canvas'), schema='pii') }}

-- The history of a submission holds all attempts at a quiz, each maybe in several versions. The latest version comes
-- first.
with submissions as (

    {{ latest_records('canvas', 'submissions', [
        ['assignment_id', ['assignment_id'], 'text'],
        ['submission_history', ['submission_history'], 'json'],
    ]) }}

),

assignments as (

    select * from {{ ref('base_canvas__assignments') }}

),

quiz_submissions as (

    select
        submissions.source_id,
        assignments.quiz_id,
        assignments.course_id,
        assignments.points,
        submissions.submission_history
    from submissions
    inner join assignments
        on submissions.source_id = assignments.source_id
        and submissions.assignment_id = assignments.assignment_id
    where {{ is_true('assignments.is_quiz') }}

),

history_elements as (

    {{ json_each('quiz_submissions', 'submission_history', ['source_id', 'quiz_id', 'course_id', 'points']) }}

),

attempt_versions as (

    {{ json_fields('history_elements', 'element', ['source_id', 'quiz_id', 'course_id', 'points', 'position'], [
        ['quiz_submission_id', ['id'], 'string'],
        ['attempt', ['attempt'], 'string'],
        ['user_id', ['user_id'], 'string'],
        ['workflow_state', ['workflow_state'], 'string'],
        ['submitted_at', ['submitted_at'], 'string'],
        ['score', ['score'], 'float'],
        ['submission_data', ['submission_data'], 'json'],
    ]) }}

),

ranked_attempt_versions as (

    select
        attempt_versions.*,
        row_number() over (
            partition by source_id, quiz_submission_id, attempt
            order by case when submitted_at is not null then 0 else 1 end, position
        ) as preference
    from attempt_versions
    -- An element without data is the submission itself, for which no attempt was begun.
    where submission_data is not null
        and attempt is not null

)

select
    source_id,
    quiz_submission_id,
    {{ try_cast_to('attempt', 'bigint') }} as attempt_number,
    {{ dbt.concat(['quiz_submission_id', "'/'", 'attempt']) }} as attempt_id,
    quiz_id,
    course_id,
    user_id,
    workflow_state,
    {{ utc_timestamp('submitted_at') }} as submitted_at,
    score,
    points,
    submission_data
from ranked_attempt_versions
where preference = 1
