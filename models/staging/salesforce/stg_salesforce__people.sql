{{ config(enabled=uses('salesforce'), schema='pii') }}

with contacts as (

    {{ all_records('salesforce', 'contacts', [
        ['contact_id', ['Id'], 'text'],
        ['learner_id', [var('salesforce_learner_id_field')], 'text'],
        ['email', ['Email'], 'text'],
        ['first_name', ['FirstName'], 'text'],
        ['last_name', ['LastName'], 'text'],
        ['is_deleted', ['IsDeleted'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('user', 'contact_id') }} as user_identifier,
    learner_id as institutional_id,
    email,
    -- Sales people type the addresses, and no system confirms them.
    {{ boolean_value(false) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as person_name,
    {{ unknown('string') }} as person_role,
    case when is_deleted is not null then {{ as_boolean("is_deleted = 'false'") }} end as is_active,
    load_id,
    record_number
from contacts
where contact_id is not null
