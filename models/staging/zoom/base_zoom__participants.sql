{{ config(enabled=uses('zoom'), schema='pii') }}

-- A participant who signed in is known by the account, and a guest by the registration, else by the given address.
with participants as (

    {{ latest_records('zoom', 'participants', [
        ['session_uuid', ['_request', 'uuid'], 'text'],
        ['participant_user_id', ['participant_user_id'], 'text'],
        ['older_user_id', ['id'], 'text'],
        ['registrant_id', ['registrant_id'], 'text'],
        ['email', ['user_email'], 'text'],
        ['person_name', ['name'], 'text'],
        ['joined_at', ['join_time'], 'timestamp'],
        ['left_at', ['leave_time'], 'timestamp'],
        ['stated_seconds', ['duration'], 'float'],
        ['status', ['status'], 'text'],
    ]) }}

),

known_participants as (

    select
        participants.*,
        coalesce(participant_user_id, older_user_id) as account_id
    from participants

)

select
    source_id,
    record_key,
    session_uuid,
    account_id,
    coalesce(
        {{ entity_key('user', 'account_id') }},
        {{ entity_key('registrant', 'registrant_id') }},
        {{ address_identifier('email') }}
    ) as user_identifier,
    email,
    person_name,
    joined_at,
    left_at,
    stated_seconds,
    load_id,
    record_number
from known_participants
-- A person who was not admitted did not attend.
where coalesce(status, 'in_meeting') <> 'in_waiting_room'
