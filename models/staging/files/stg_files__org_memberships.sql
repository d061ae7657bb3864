{{ config(enabled=uses('files'), schema='pii') }}

with org_memberships as (

    {{ latest_records('files', 'org_memberships', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['org_unit_id', ['_request', 'org_unit_id'], 'text'],
        ['manager_id', ['_request', 'manager_id'], 'text'],
        ['membership_kind', ['_request', 'membership_kind'], 'text'],
        ['starts_on', ['_request', 'starts_on'], 'date'],
        ['ends_on', ['_request', 'ends_on'], 'date'],
    ]) }}

)

select
    source_id,
    {{ entity_key('membership', 'record_key') }} as membership_key,
    {{ person_identifier() }} as user_identifier,
    {{ entity_key('org_unit', 'org_unit_id') }} as org_unit_key,
    {{ entity_key('user', 'manager_id') }} as manager_identifier,
    {{ known_word('membership_kind', ['employee', 'customer', 'learner']) }} as membership_kind,
    starts_on,
    ends_on
from org_memberships
