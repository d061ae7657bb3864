{{ config(enabled=uses('zoom'), schema='pii') }}

with participants as (

    select * from {{ ref('base_zoom__participants') }}

),

hosts as (

    {{ latest_records('zoom', 'meetings', [
        ['session_uuid', ['uuid'], 'text'],
        ['host_id', ['_request', 'user_id'], 'text'],
        ['host_email', ['user_email'], 'text'],
    ]) }}

)

select
    participants.source_id,
    {{ entity_key('stay', 'record_key', 'participants') }} as attendance_key,
    {{ entity_key('meeting', 'session_uuid', 'participants') }} as meeting_key,
    participants.user_identifier,
    case
        when participants.account_id = hosts.host_id or lower(participants.email) = lower(hosts.host_email) then 'host'
        when hosts.host_id is not null then 'attendee'
    end as attendee_role,
    participants.joined_at,
    participants.left_at,
    participants.stated_seconds
from participants
left join hosts
    on participants.source_id = hosts.source_id
    and participants.session_uuid = hosts.session_uuid
