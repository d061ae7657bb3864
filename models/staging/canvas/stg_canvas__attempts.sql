{{ config(enabled=uses('canvas'), schema='pii') }}

with quiz_submissions as (

    {{ latest_records('canvas', 'quiz_submissions', [
        ['quiz_submission_id', ['id'], 'text'],
        ['attempt', ['attempt'], 'text'],
        ['attempt_number', ['attempt'], 'bigint'],
        ['quiz_id', ['quiz_id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['workflow_state', ['workflow_state'], 'text'],
        ['started_at', ['started_at'], 'timestamp'],
        ['ended_at', ['finished_at'], 'timestamp'],
        ['time_spent', ['time_spent'], 'float'],
        ['score', ['score'], 'float'],
        ['points', ['quiz_points_possible'], 'float'],
    ]) }}

),

quiz_versions as (

    select * from {{ ref('base_canvas__quiz_versions') }}

),

quizzes as (

    select * from {{ ref('base_canvas__quizzes') }}

),

-- Each load of quiz submissions contains only the latest attempt of a learner, with its times. The history of
-- submissions contains the present state of all attempts, but not when they began.
attempt_records as (

    select
        source_id,
        {{ dbt.concat(['quiz_submission_id', "'/'", "coalesce(attempt, '')"]) }} as attempt_id,
        2 as stream_order,
        attempt_number,
        quiz_id,
        course_id,
        user_id,
        workflow_state,
        started_at,
        ended_at,
        time_spent,
        score,
        points,
        load_id,
        record_number
    from quiz_submissions
    where quiz_submission_id is not null
        -- These are settings such as extra time, and trials of teachers.
        and coalesce(workflow_state, '') not in ('settings_only', 'preview')

    union all

    select
        source_id,
        attempt_id,
        1 as stream_order,
        attempt_number,
        quiz_id,
        course_id,
        user_id,
        workflow_state,
        {{ unknown('timestamp') }} as started_at,
        submitted_at as ended_at,
        {{ unknown('float') }} as time_spent,
        score,
        points,
        cast(0 as {{ dbt.type_bigint() }}) as load_id,
        cast(0 as {{ dbt.type_bigint() }}) as record_number
    from quiz_versions

),

ranked_attempts as (

    select
        attempt_records.*,
        max(started_at) over (partition by source_id, attempt_id) as first_started_at,
        max(case when ended_at is not null then time_spent end) over (
            partition by source_id, attempt_id
        ) as seconds_spent,
        row_number() over (
            partition by source_id, attempt_id
            order by
                case when ended_at is not null then 0 else 1 end asc, stream_order asc, load_id desc, record_number desc
        ) as preference
    from attempt_records

)

select
    ranked_attempts.source_id,
    {{ entity_key('quiz_attempt', 'attempt_id', 'ranked_attempts') }} as attempt_key,
    {{ entity_key('user', 'user_id', 'ranked_attempts') }} as user_identifier,
    case
        when ranked_attempts.course_id is not null then {{ entity_key('course', 'course_id', 'ranked_attempts') }}
        else {{ entity_key('course', 'course_id', 'quizzes') }}
    end as course_key,
    {{ entity_key('quiz', 'quiz_id', 'ranked_attempts') }} as activity_key,
    ranked_attempts.attempt_number,
    ranked_attempts.first_started_at as started_at,
    ranked_attempts.ended_at,
    case when coalesce(ranked_attempts.workflow_state, '') <> 'untaken' then ranked_attempts.score end as score_raw,
    coalesce(ranked_attempts.points, quizzes.points) as score_max,
    {{ as_boolean("ranked_attempts.workflow_state <> 'untaken'") }} as is_completed,
    {{ unknown('boolean') }} as is_passed,
    ranked_attempts.seconds_spent as duration_seconds
from ranked_attempts
left join quizzes
    on ranked_attempts.source_id = quizzes.source_id
    and ranked_attempts.quiz_id = quizzes.quiz_id
where ranked_attempts.preference = 1
