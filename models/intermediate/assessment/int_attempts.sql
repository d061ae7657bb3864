-- Attempts of every system: those told event by event, and those that a system sums up itself.
with told as (

    select * from {{ ref('int_attempts_from_events') }}

),

summed_up as (

    select * from {{ ref('int_attempts__unioned') }}

),

answers as (

    select
        attempt_key,
        count(case when not {{ is_true('is_left') }} then 1 end) as responses,
        count(case when {{ is_true('is_correct') }} then 1 end) as correct_responses
    from {{ ref('int_item_responses__unioned') }}
    group by attempt_key

),

vault as (

    select * from {{ ref('learner_vault') }}

),

courses as (

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
    from told
    union all
    select
        summed_up.attempt_key as attempt_id,
        summed_up.source_system,
        summed_up.source_id,
        vault.learner_id,
        summed_up.activity_key as assessment_id,
        coalesce(courses.course_id, summed_up.course_key) as course_id,
        coalesce(courses.course_run_id, summed_up.course_key) as course_run_id,
        cast(null as {{ dbt.type_string() }}) as registration,
        summed_up.score_raw / nullif(summed_up.score_max, 0) as score_scaled,
        summed_up.score_raw,
        -- NULL: the system does not tell answers apart.
        answers.responses,
        answers.correct_responses,
        summed_up.is_passed,
        summed_up.is_completed,
        summed_up.started_at,
        {{ local_date('coalesce(summed_up.started_at, summed_up.ended_at)') }} as started_date,
        summed_up.ended_at,
        summed_up.attempt_number as stated_number
    from summed_up
    inner join vault
        on summed_up.user_identifier = vault.identifier
    left join answers
        on summed_up.attempt_key = answers.attempt_key
    left join courses
        on summed_up.course_key = courses.native_course

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
