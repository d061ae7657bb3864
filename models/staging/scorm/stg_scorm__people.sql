{{ config(schema='pii') }}

with registrations as (

    {{ latest_records('scorm', 'registrations', [
        ['learner_id', ['learner', 'id'], 'text'],
        ['first_name', ['learner', 'firstName'], 'text'],
        ['last_name', ['learner', 'lastName'], 'text'],
        ['email', ['learner', 'email'], 'text'],
    ]) }}

),

ranked as (

    select
        registrations.*,
        row_number() over (
            partition by source_id, learner_id order by load_id desc, record_number desc
        ) as learner_rank
    from registrations
    where learner_id is not null

)

select
    source_id,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    -- SCORM Cloud has no accounts: the id is what the system that registers learners knows them by.
    case when learner_id not like '%@%' then learner_id end as institutional_id,
    coalesce(email, case when learner_id like '%@%' then learner_id end) as email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as person_name,
    'learner' as person_role,
    {{ unknown('boolean') }} as is_active
from ranked
where learner_rank = 1
