{{ config(schema='pii') }}

with users as (

    {{ latest_records('canvas', 'users', [
        ['user_id', ['id'], 'text'],
        ['user_name', ['name'], 'text'],
        ['sis_user_id', ['sis_user_id'], 'text'],
        ['global_canvas_id', ['global_canvas_id'], 'text'],
        ['email', ['email'], 'text'],
        ['workflow_state', ['workflow_state'], 'text'],
    ]) }}

),

enrolled as (

    select
        source_id,
        user_id,
        max(user_name) as user_name,
        max(sis_user_id) as sis_user_id,
        max(case when enrollment_type = 'StudentViewEnrollment' then 1 else 0 end) as is_test
    from {{ ref('base_canvas__enrollments') }}
    where user_id is not null
        and version_rank = 1
    group by source_id, user_id

),

known as (

    select distinct
        source_id,
        user_id
    from (
        select
            source_id,
            user_id
        from users
        where user_id is not null

        union all

        select
            source_id,
            user_id
        from enrolled
    ) as named

)

-- The list of an account's users lacks the student of the test view, and those of another account or gone from it.
select
    known.source_id,
    {{ entity_key('user', 'user_id', 'known') }} as user_identifier,
    coalesce(users.sis_user_id, users.global_canvas_id, enrolled.sis_user_id) as institutional_id,
    users.email,
    -- Addresses of accounts that the registrar does not manage may be typed by anybody, and not be confirmed.
    {{ as_boolean('users.email is not null and users.sis_user_id is not null') }} as is_email_trusted,
    coalesce(users.user_name, enrolled.user_name) as person_name,
    case when enrolled.is_test = 1 then 'test' end as person_role,
    {{ as_boolean("users.workflow_state <> 'deleted'") }} as is_active
from known
left join users
    on known.source_id = users.source_id
    and known.user_id = users.user_id
left join enrolled
    on known.source_id = enrolled.source_id
    and known.user_id = enrolled.user_id
