{{ config(enabled=uses('scorm'), schema='pii') }}

with registrations as (

    {{ latest_records('scorm', 'registrations', [
        ['registration_id', ['id'], 'text'],
        ['instance', ['instance'], 'bigint'],
        ['instance_text', ['instance'], 'text'],
        ['registration_completion', ['registrationCompletion'], 'text'],
        ['registration_success', ['registrationSuccess'], 'text'],
        ['score', ['score', 'scaled'], 'float'],
        ['total_seconds', ['totalSecondsTracked'], 'float'],
        ['created_at', ['createdDate'], 'timestamp'],
        ['first_access_at', ['firstAccessDate'], 'timestamp'],
        ['last_access_at', ['lastAccessDate'], 'timestamp'],
        ['completed_at', ['completedDate'], 'timestamp'],
        ['updated_at', ['updated'], 'timestamp'],
        ['course_id', ['course', 'id'], 'text'],
        ['learner_id', ['learner', 'id'], 'text'],
        ['activity_id', ['activityDetails', 'id'], 'text'],
        ['activity_details', ['activityDetails'], 'json'],
    ]) }}

),

courses as (

    {{ latest_records('scorm', 'courses', [
        ['course_id', ['id'], 'text'],
        ['learning_standard', ['courseLearningStandard'], 'text'],
    ]) }}

)

select
    registrations.source_id,
    registrations.registration_id,
    {{ dbt.concat(['registrations.registration_id', "'/'", "coalesce(registrations.instance_text, '0')"]) }}
        as attempt_id,
    registrations.instance,
    row_number() over (
        partition by registrations.source_id, registrations.registration_id order by registrations.instance desc
    ) as instance_rank,
    registrations.course_id,
    registrations.learner_id,
    case
        when registrations.activity_id is not null
            then {{ dbt.concat(['registrations.course_id', "'/'", 'registrations.activity_id']) }}
    end as activity_id,
    case
        when registrations.registration_completion = 'COMPLETED' then {{ boolean_value(true) }}
        -- SCORM 1.2 has one status for completion and success: a lesson that was passed or failed is completed.
        when courses.learning_standard = 'SCORM12' and registrations.registration_success in ('PASSED', 'FAILED')
            then {{ boolean_value(true) }}
        when registrations.registration_completion = 'INCOMPLETE' then {{ boolean_value(false) }}
    end as is_completed,
    case
        when registrations.registration_success = 'PASSED' then {{ boolean_value(true) }}
        when registrations.registration_success = 'FAILED' then {{ boolean_value(false) }}
    end as is_passed,
    -- SCORM Cloud calls this score scaled, but sends a percentage.
    registrations.score,
    registrations.total_seconds,
    registrations.first_access_at,
    registrations.last_access_at,
    registrations.completed_at,
    registrations.updated_at,
    registrations.activity_details
from registrations
left join courses
    on registrations.source_id = courses.source_id
    and registrations.course_id = courses.course_id
where registrations.registration_id is not null
