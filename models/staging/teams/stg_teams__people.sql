{{ config(enabled=uses('teams'), schema='pii') }}

with users as (

    {{ all_records('teams', 'users', [
        ['user_id', ['id'], 'text'],
        ['display_name', ['displayName'], 'text'],
        ['given_name', ['givenName'], 'text'],
        ['surname', ['surname'], 'text'],
        ['mail', ['mail'], 'text'],
        ['employee_id', ['employeeId'], 'text'],
        ['is_enabled', ['accountEnabled'], 'boolean'],
    ]) }}

),

directory as (

    select
        source_id,
        {{ entity_key('user', 'user_id') }} as user_identifier,
        employee_id as institutional_id,
        mail as email,
        coalesce(
            nullif(trim({{ dbt.concat(["coalesce(given_name, '')", "' '", "coalesce(surname, '')"]) }}), ''),
            display_name
        ) as person_name,
        is_enabled as is_active,
        load_id,
        record_number
    from users
    where user_id is not null

),

records as (

    select * from {{ ref('base_teams__attendance_records') }}

),

directory_entries as (

    select distinct user_identifier from directory

),

directories as (

    select distinct source_id from directory

),

-- Guests are not in the directory, and reports in files come without one. There the object id is the only id that other
-- systems may share. Beside a directory it would be a second id of the same person.
other_people as (

    select
        records.source_id,
        records.user_identifier,
        records.load_id,
        max(case when directories.source_id is null then records.user_id end) as institutional_id,
        max(records.email) as email,
        max(records.person_name) as person_name,
        max(records.record_number) as record_number
    from records
    left join directory_entries
        on records.user_identifier = directory_entries.user_identifier
    left join directories
        on records.source_id = directories.source_id
    where records.user_identifier is not null
        and directory_entries.user_identifier is null
    group by records.source_id, records.user_identifier, records.load_id

)

select
    source_id,
    user_identifier,
    institutional_id,
    email,
    {{ boolean_value(true) }} as is_email_trusted,
    person_name,
    {{ unknown('string') }} as person_role,
    is_active,
    load_id,
    record_number
from directory
union all
select
    source_id,
    user_identifier,
    institutional_id,
    email,
    {{ boolean_value(false) }} as is_email_trusted,
    person_name,
    {{ unknown('string') }} as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from other_people
