{{ config(enabled=uses('caliper'), schema='pii') }}

with grade_events as (

    select
        events.*,
        coalesce(generated_id, event_key) as grade_id,
        case when object_type = 'Attempt' then object_id else stated_attempt_id end as graded_attempt_id,
        row_number() over (
            partition by source_id, coalesce(generated_id, event_key) order by event_at desc, event_key desc
        ) as preference
    from {{ ref('base_caliper__events') }} as events
    where rejection_reasons is null
        and event_type = 'GradeEvent'
        and action = 'Graded'

),

attempts as (

    select * from {{ ref('base_caliper__attempts') }}

),

known_attempts as (

    select
        grade_events.*,
        coalesce(grade_events.assignee_id, attempts.assignee_id) as learner_id,
        coalesce(grade_events.assignable_id, attempts.assignable_id) as graded_id
    from grade_events
    left join attempts
        on grade_events.source_id = attempts.source_id
        and grade_events.graded_attempt_id = attempts.attempt_id
    where grade_events.preference = 1

)

select
    source_id,
    {{ entity_key('score', 'grade_id') }} as grade_key,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    graded_id as activity_key,
    {{ unknown('string') }} as grade_text,
    score_given as score_raw,
    score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    event_at as graded_at,
    {{ entity_key('attempt', 'graded_attempt_id') }} as attempt_key
from known_attempts
