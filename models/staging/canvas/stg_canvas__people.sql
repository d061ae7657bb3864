{{ config(enabled=uses('canvas'), schema='pii') }}

with users as (

    {{ all_records('canvas', 'users', [
        ['user_id', ['id'], 'text'],
        ['user_name', ['name'], 'text'],
        ['sis_user_id', ['sis_user_id'], 'text'],
        ['global_canvas_id', ['global_canvas_id'], 'text'],
        ['email', ['email'], 'text'],
        ['workflow_state', ['workflow_state'], 'text'],
    ]) }}

),

enrollments as (

    select * from {{ ref('base_canvas__enrollments') }}

),

listed_users as (

    select distinct
        source_id,
        user_id
    from users

),

-- The list of people lacks the test student of a course, and people of another account or who have left this one.
unlisted_enrollments as (

    select enrollments.*
    from enrollments
    left join listed_users
        on enrollments.source_id = listed_users.source_id
        and enrollments.user_id = listed_users.user_id
    where enrollments.user_id is not null
        and listed_users.user_id is null

)

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    coalesce(sis_user_id, global_canvas_id) as institutional_id,
    email,
    -- Outside the student information system, people may enter any address, which Canvas may not have confirmed.
    {{ as_boolean('email is not null and sis_user_id is not null') }} as is_email_trusted,
    user_name as person_name,
    {{ unknown('string') }} as person_role,
    {{ as_boolean("workflow_state <> 'deleted'") }} as is_active,
    load_id,
    record_number
from users
where user_id is not null

union all

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    sis_user_id as institutional_id,
    {{ unknown('string') }} as email,
    {{ boolean_value(false) }} as is_email_trusted,
    user_name as person_name,
    case when enrollment_type = 'StudentViewEnrollment' then 'test' end as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from unlisted_enrollments
