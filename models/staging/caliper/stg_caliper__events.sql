{{ config(enabled=uses('caliper'), schema='pii') }}

with events as (

    select
        base.*,
        case
            when generated_type = 'Attempt' then coalesce(generated_part_id, generated_id)
            when object_type = 'Attempt' then object_id
            else coalesce(attempt_part_id, stated_attempt_id)
        end as attempt_id,
        'http://purl.imsglobal.org/caliper/' as vocabulary
    from {{ ref('base_caliper__events') }} as base
    where rejection_reasons is null

),

attempts as (

    select * from {{ ref('base_caliper__attempts') }}

),

located_events as (

    select
        events.*,
        -- A grade is about the attempted activity.
        case
            when events.event_type = 'GradeEvent'
                then coalesce(events.assignable_id, attempts.assignable_id, events.object_id)
            else events.object_id
        end as activity_id
    from events
    left join attempts
        on events.source_id = attempts.source_id
        and events.attempt_id = attempts.attempt_id

)

select
    source_id,
    event_key,
    {{ entity_key('user', 'person_id') }} as user_identifier,
    {{ dbt.concat(['vocabulary', "'actions/'", 'action']) }} as verb_id,
    activity_id,
    case
        when activity_id = object_id and object_type is not null
            then {{ dbt.concat(['vocabulary', 'object_type']) }}
        when activity_id = assignable_id and assignable_type is not null
            then {{ dbt.concat(['vocabulary', 'assignable_type']) }}
    end as activity_type_id,
    case when activity_id = object_id then object_name else assignable_name end as activity_name,
    {{ entity_key('course', 'course_id') }} as course_key,
    case when activity_id = object_id then object_part_id end as parent_activity_id,
    attempt_id,
    event_at,
    sent_at as stored_at,
    case when generated_type in ('Score', 'Result') then score_given end as score_raw,
    case when generated_type in ('Score', 'Result') then score_max end as score_max,
    -- The length of a video and the duration of a graded attempt are not time that the event took.
    case
        when generated_type = 'Attempt' or generated_type like '%Response' then generated_seconds
        when event_type = 'SessionEvent' and action = 'LoggedOut' then session_seconds
        when event_type = 'SessionEvent' and action = 'TimedOut' then object_seconds
    end as duration_seconds,
    {{ unknown('boolean') }} as is_success,
    case when action = 'Completed' then {{ boolean_value(true) }} end as is_completion,
    payload_hash
from located_events
