{{ config(enabled=uses('oneroster'), schema='pii') }}

with users as (

    {{ all_records('oneroster', 'users', [
        ['user_id', ['sourcedId'], 'text'],
        ['status', ['status'], 'text'],
        ['enabled_user', ['enabledUser'], 'text'],
        ['identifier', ['identifier'], 'text'],
        ['master_identifier', ['userMasterIdentifier'], 'text'],
        ['given_name', ['givenName'], 'text'],
        ['family_name', ['familyName'], 'text'],
        ['email', ['email'], 'text'],
        ['role', ['role'], 'text'],
        ['first_role', ['roles', 0, 'role'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    coalesce(master_identifier, identifier) as institutional_id,
    email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(given_name, '')", "' '", "coalesce(family_name, '')"]) }}), '') as person_name,
    case
        when coalesce(role, first_role) = 'student' then 'learner'
        when coalesce(role, first_role) in ('parent', 'guardian', 'relative') then 'other'
        when coalesce(role, first_role) is not null then 'staff'
    end as person_role,
    {{ as_boolean(
        "coalesce(status, 'active') <> 'tobedeleted' and coalesce(enabled_user, 'true') <> 'false'"
    ) }} as is_active,
    load_id,
    record_number
from users
where user_id is not null
