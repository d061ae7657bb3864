-- Some systems only send events, from which attempts are built; others report whole attempts.
with attempts_from_events as (

    select * from {{ ref('int_attempts_from_events') }}

),

reported_attempts as (

    select * from {{ ref('int_attempts__unioned') }}

),

response_counts as (

    select
        attempt_key,
        count(case when not {{ is_true('is_left') }} then 1 end) as responses,
        count(case when {{ is_true('is_correct') }} then 1 end) as correct_responses
    from {{ ref('int_item_responses__unioned') }}
    group by attempt_key

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

),

attempts as (

    select
        attempt_id,
        source_system,
        source_id,
        learner_id,
        assessment_id,
        course_id,
        course_run_id,
        registration,
        score_scaled,
        score_raw,
        responses,
        correct_responses,
        is_passed,
        is_completed,
        started_at,
        started_date,
        ended_at,
        cast(null as {{ dbt.type_bigint() }}) as stated_number
    from attempts_from_events
    union all
    select
        reported_attempts.attempt_key as attempt_id,
        reported_attempts.source_system,
        reported_attempts.source_id,
        learner_vault.learner_id,
        reported_attempts.activity_key as assessment_id,
        coalesce(course_keys.course_id, reported_attempts.course_key) as course_id,
        coalesce(course_keys.course_run_id, reported_attempts.course_key) as course_run_id,
        cast(null as {{ dbt.type_string() }}) as registration,
        reported_attempts.score_raw / nullif(reported_attempts.score_max, 0) as score_scaled,
        reported_attempts.score_raw,
        -- NULL and not 0, because a system without single responses does not say how many there were.
        response_counts.responses,
        response_counts.correct_responses,
        reported_attempts.is_passed,
        reported_attempts.is_completed,
        reported_attempts.started_at,
        {{ local_date('coalesce(reported_attempts.started_at, reported_attempts.ended_at)') }} as started_date,
        reported_attempts.ended_at,
        reported_attempts.attempt_number as stated_number
    from reported_attempts
    inner join learner_vault
        on reported_attempts.user_identifier = learner_vault.identifier
    left join response_counts
        on reported_attempts.attempt_key = response_counts.attempt_key
    left join course_keys
        on reported_attempts.course_key = course_keys.native_course

)

select
    attempt_id,
    source_system,
    source_id,
    learner_id,
    assessment_id,
    course_id,
    course_run_id,
    registration,
    score_scaled,
    score_raw,
    responses,
    correct_responses,
    is_passed,
    is_completed,
    started_at,
    started_date,
    ended_at,
    row_number() over (
        partition by learner_id, assessment_id
        order by stated_number, coalesce(started_at, ended_at), attempt_id
    ) as attempt_number
from attempts
