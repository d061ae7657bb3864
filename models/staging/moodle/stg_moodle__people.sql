{{ config(enabled=uses('moodle'), schema='pii') }}

-- Web services send the profile of a person with each enrollment.
with enrollments as (

    {{ all_records('moodle', 'enrollments', [
        ['user_id', ['id'], 'text'],
        ['id_number', ['idnumber'], 'text'],
        ['email', ['email'], 'text'],
        ['full_name', ['fullname'], 'text'],
    ]) }}

),

users as (

    {{ all_records('moodle', 'table_user', [
        ['user_id', ['id'], 'text'],
        ['id_number', ['idnumber'], 'text'],
        ['email', ['email'], 'text'],
        ['first_name', ['firstname'], 'text'],
        ['last_name', ['lastname'], 'text'],
        ['confirmed', ['confirmed'], 'text'],
        ['suspended', ['suspended'], 'text'],
        ['deleted', ['deleted'], 'text'],
    ]) }}

),

profiles as (

    select
        source_id,
        user_id,
        id_number,
        email,
        full_name,
        {{ unknown('boolean') }} as is_active,
        load_id,
        record_number
    from enrollments

    union all

    select
        source_id,
        user_id,
        id_number,
        email,
        nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as full_name,
        {{ as_boolean("confirmed = '1' and suspended = '0' and deleted = '0'") }} as is_active,
        load_id,
        record_number
    from users

)

select
    source_id,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    id_number as institutional_id,
    email,
    {{ boolean_value(true) }} as is_email_trusted,
    full_name as person_name,
    {{ unknown('string') }} as person_role,
    is_active,
    load_id,
    record_number
from profiles
where user_id is not null
