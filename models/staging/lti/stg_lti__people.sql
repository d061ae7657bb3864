{{ config(enabled=uses('lti'), schema='pii') }}

with memberships as (

    {{ all_records('lti', 'memberships', [
        ['user_id', ['user_id'], 'text'],
        ['person_sourcedid', ['lis_person_sourcedid'], 'text'],
        ['email', ['email'], 'text'],
        ['full_name', ['name'], 'text'],
        ['given_name', ['given_name'], 'text'],
        ['family_name', ['family_name'], 'text'],
        ['roles', ['roles'], 'json'],
    ]) }}

)

-- A platform lists people by context, so a person in several contexts comes several times.
select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    person_sourcedid as institutional_id,
    email,
    -- The platform does not say whether the institution assigned the address or the person typed it.
    {{ boolean_value(false) }} as is_email_trusted,
    coalesce(
        full_name,
        nullif(trim({{ dbt.concat(["coalesce(given_name, '')", "' '", "coalesce(family_name, '')"]) }}), '')
    ) as person_name,
    case when roles like '%/person#TestUser"%' then 'test' end as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from memberships
where user_id is not null
