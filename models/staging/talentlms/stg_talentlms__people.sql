{{ config(enabled=uses('talentlms'), schema='pii') }}

with users as (

    {{ all_records('talentlms', 'users', [
        ['user_id', ['id'], 'text'],
        ['first_name', ['first_name'], 'text'],
        ['last_name', ['last_name'], 'text'],
        ['email', ['email'], 'text'],
        ['user_type', ['user_type'], 'text'],
        ['status', ['status'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    -- Some portals store it in the login, others in a custom field. People are therefore matched by their address.
    {{ unknown('string') }} as institutional_id,
    email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as person_name,
    case when user_type = 'Learner-Type' then 'learner' when user_type is not null then 'staff' end as person_role,
    {{ as_boolean("status = 'active'") }} as is_active,
    load_id,
    record_number
from users
where user_id is not null
