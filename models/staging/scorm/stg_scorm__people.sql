{{ config(enabled=uses('scorm'), schema='pii') }}

with registrations as (

    {{ all_records('scorm', 'registrations', [
        ['learner_id', ['learner', 'id'], 'text'],
        ['first_name', ['learner', 'firstName'], 'text'],
        ['last_name', ['learner', 'lastName'], 'text'],
        ['email', ['learner', 'email'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    -- SCORM Cloud has no accounts. The id comes from the system that registers the learners.
    case when learner_id not like '%@%' then learner_id end as institutional_id,
    coalesce(email, case when learner_id like '%@%' then learner_id end) as email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as person_name,
    'learner' as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from registrations
where learner_id is not null
