{{ config(enabled=uses('talentlms'), schema='pii') }}

with course_statuses as (

    {{ latest_records('talentlms', 'course_statuses', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['completion_status', ['completion_status'], 'text'],
        ['percentage', ['completion_percentage'], 'float'],
        ['completed_at', ['completed_on_timestamp'], 'epoch'],
    ]) }}

),

unit_statuses as (

    select * from {{ ref('base_talentlms__unit_statuses') }}

),

statuses as (

    select
        source_id,
        {{ dbt.concat(["'course/'", 'user_id', "'/'", 'course_id']) }} as completion_id,
        user_id,
        course_id,
        {{ unknown('string') }} as unit_id,
        lower(completion_status) as completion_status,
        percentage / 100 as progress_share,
        completed_at
    from course_statuses
    where course_id is not null
        and user_id is not null
    union all
    select
        source_id,
        {{ dbt.concat(["'unit/'", 'unit_status_id']) }} as completion_id,
        user_id,
        course_id,
        unit_id,
        completion_status,
        {{ unknown('float') }} as progress_share,
        completed_at
    from unit_statuses

)

select
    source_id,
    {{ entity_key('completion', 'completion_id') }} as completion_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('unit', 'unit_id') }} as activity_key,
    case
        when completion_status in ('completed', 'passed') then {{ boolean_value(true) }}
        when completion_status in ('incomplete', 'not attempted', 'not_attempted', 'failed', 'pending')
            then {{ boolean_value(false) }}
    end as is_completed,
    progress_share,
    -- TalentLMS also sends this time for a failed test, which is not completed.
    case when completion_status in ('completed', 'passed') then completed_at end as completed_at
from statuses
