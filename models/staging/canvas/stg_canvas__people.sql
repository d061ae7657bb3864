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

listed as (

    select distinct
        source_id,
        user_id
    from users

),

-- The list of an account's people lacks the student of the test view, and those of another account or gone from it.
only_enrolled as (

    select enrollments.*
    from enrollments
    left join listed
        on enrollments.source_id = listed.source_id
        and enrollments.user_id = listed.user_id
    where enrollments.user_id is not null
        and listed.user_id is null

)

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    coalesce(sis_user_id, global_canvas_id) as institutional_id,
    email,
    -- Addresses of accounts that the registrar does not manage may be typed by anybody, and not be confirmed.
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
from only_enrolled
