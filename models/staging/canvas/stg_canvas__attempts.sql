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

versions as (

    select * from {{ ref('base_canvas__quiz_versions') }}

),

quizzes as (

    select * from {{ ref('base_canvas__quizzes') }}

),

-- Quiz submissions tell the latest attempt at each time that they are asked for, with its times. The history of what
-- was handed in tells how all attempts stand now, without their beginning.
told as (

    select
        source_id,
        {{ dbt.concat(['quiz_submission_id', "'/'", "coalesce(attempt, '')"]) }} as attempt_id,
        2 as place,
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
        -- Allowances only, and trials of those who teach.
        and coalesce(workflow_state, '') not in ('settings_only', 'preview')

    union all

    select
        source_id,
        attempt_id,
        1 as place,
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
    from versions

),

chosen as (

    select
        told.*,
        max(started_at) over (partition by source_id, attempt_id) as first_started_at,
        max(case when ended_at is not null then time_spent end) over (
            partition by source_id, attempt_id
        ) as seconds_spent,
        row_number() over (
            partition by source_id, attempt_id
            order by
                case when ended_at is not null then 0 else 1 end asc, place asc, load_id desc, record_number desc
        ) as choice
    from told

)

select
    chosen.source_id,
    {{ entity_key('quiz_attempt', 'attempt_id', 'chosen') }} as attempt_key,
    {{ entity_key('user', 'user_id', 'chosen') }} as user_identifier,
    case
        when chosen.course_id is not null then {{ entity_key('course', 'course_id', 'chosen') }}
        else {{ entity_key('course', 'course_id', 'quizzes') }}
    end as course_key,
    {{ entity_key('quiz', 'quiz_id', 'chosen') }} as activity_key,
    chosen.attempt_number,
    chosen.first_started_at as started_at,
    chosen.ended_at,
    case when coalesce(chosen.workflow_state, '') <> 'untaken' then chosen.score end as score_raw,
    coalesce(chosen.points, quizzes.points) as score_max,
    {{ as_boolean("chosen.workflow_state <> 'untaken'") }} as is_completed,
    {{ unknown('boolean') }} as is_passed,
    chosen.seconds_spent as duration_seconds
from chosen
left join quizzes
    on chosen.source_id = quizzes.source_id
    and chosen.quiz_id = quizzes.quiz_id
where chosen.choice = 1
