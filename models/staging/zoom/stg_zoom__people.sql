{{ config(enabled=uses('zoom'), schema='pii') }}

with users as (

    {{ all_records('zoom', 'users', [
        ['user_id', ['id'], 'text'],
        ['first_name', ['first_name'], 'text'],
        ['last_name', ['last_name'], 'text'],
        ['display_name', ['display_name'], 'text'],
        ['email', ['email'], 'text'],
        ['verified', ['verified'], 'text'],
        ['status', ['status'], 'text'],
        ['employee_unique_id', ['employee_unique_id'], 'text'],
    ]) }}

),

accounts as (

    select
        source_id,
        {{ entity_key('user', 'user_id') }} as user_identifier,
        employee_unique_id as institutional_id,
        email,
        {{ as_boolean("coalesce(verified, '0') in ('1', 'true')") }} as is_email_trusted,
        coalesce(
            nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), ''),
            display_name
        ) as person_name,
        {{ as_boolean("status = 'active'") }} as is_active,
        load_id,
        record_number
    from users
    where user_id is not null

),

participants as (

    select * from {{ ref('base_zoom__participants') }}

),

account_holders as (

    select distinct user_identifier from accounts

),

-- The data of guests are typed by themselves and not checked.
guests as (

    select
        participants.source_id,
        participants.user_identifier,
        participants.load_id,
        max(participants.email) as email,
        max(participants.person_name) as person_name,
        max(participants.record_number) as record_number
    from participants
    left join account_holders
        on participants.user_identifier = account_holders.user_identifier
    where participants.user_identifier is not null
        and account_holders.user_identifier is null
    group by participants.source_id, participants.user_identifier, participants.load_id

)

select
    source_id,
    user_identifier,
    institutional_id,
    email,
    is_email_trusted,
    person_name,
    {{ unknown('string') }} as person_role,
    is_active,
    load_id,
    record_number
from accounts
union all
select
    source_id,
    user_identifier,
    {{ unknown('string') }} as institutional_id,
    email,
    {{ boolean_value(false) }} as is_email_trusted,
    person_name,
    {{ unknown('string') }} as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from guests
