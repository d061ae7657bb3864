{{ config(enabled=uses('caliper'), schema='pii') }}

with attempts as (

    select * from {{ ref('base_caliper__attempts') }}

),

started_attempts as (

    select
        source_id,
        generated_id as attempt_id,
        max(person_id) as person_id,
        max(object_id) as assessment_id,
        max(course_id) as course_id,
        min(case when action = 'Started' then event_at end) as first_started_at,
        max(case when action = 'Submitted' then event_at end) as last_submitted_at
    from {{ ref('base_caliper__events') }}
    where rejection_reasons is null
        and event_type = 'AssessmentEvent'
        and generated_type = 'Attempt'
    group by source_id, generated_id

),

grades as (

    select
        grades.*,
        row_number() over (partition by attempt_key order by graded_at desc, grade_key desc) as preference
    from {{ ref('stg_caliper__grades') }} as grades
    where attempt_key is not null

),

known_attempts as (

    select
        attempts.source_id,
        attempts.attempt_id,
        {{ entity_key('attempt', 'attempt_id', 'attempts') }} as attempt_key,
        coalesce(attempts.assignee_id, started_attempts.person_id) as learner_id,
        coalesce(attempts.assignable_id, started_attempts.assessment_id) as assessment_id,
        started_attempts.course_id,
        attempts.attempt_count,
        coalesce(attempts.started_at, started_attempts.first_started_at) as started_at,
        coalesce(attempts.ended_at, started_attempts.last_submitted_at) as ended_at,
        started_attempts.last_submitted_at,
        attempts.seconds
    from attempts
    left join started_attempts
        on attempts.source_id = started_attempts.source_id
        and attempts.attempt_id = started_attempts.attempt_id
    where attempts.part_id is null
        and (started_attempts.attempt_id is not null or attempts.assignable_type = 'Assessment')

)

select
    known_attempts.source_id,
    known_attempts.attempt_key,
    {{ entity_key('user', 'learner_id', 'known_attempts') }} as user_identifier,
    coalesce({{ entity_key('course', 'course_id', 'known_attempts') }}, grades.course_key) as course_key,
    known_attempts.assessment_id as activity_key,
    known_attempts.attempt_count as attempt_number,
    known_attempts.started_at,
    known_attempts.ended_at,
    grades.score_raw,
    grades.score_max,
    case
        when known_attempts.last_submitted_at is not null then {{ boolean_value(true) }}
        when known_attempts.ended_at is null then {{ boolean_value(false) }}
    end as is_completed,
    {{ unknown('boolean') }} as is_passed,
    known_attempts.seconds as duration_seconds
from known_attempts
left join grades
    on known_attempts.attempt_key = grades.attempt_key
    and grades.preference = 1
