{{ config(enabled=uses('caliper'), schema='pii') }}

with events as (

    select * from {{ ref('base_caliper__events') }}
    where rejection_reasons is null

),

entities as (

    select * from {{ ref('base_caliper__entities') }}
    where entity_type = 'Person'

),

identifiers as (

    select * from {{ ref('base_caliper__identifiers') }}

),

mentions as (

    select
        source_id,
        person_id,
        sent_at,
        load_id,
        record_number,
        actor_name as person_name,
        actor_institutional_id as institutional_id
    from events
    union all
    select
        source_id,
        assignee_id as person_id,
        sent_at,
        load_id,
        record_number,
        {{ unknown('string') }} as person_name,
        {{ unknown('string') }} as institutional_id
    from events
    union all
    select
        source_id,
        {{ caliper_named('entity_id') }} as person_id,
        sent_at,
        load_id,
        record_number,
        entity_name as person_name,
        entity_institutional_id as institutional_id
    from entities

),

people as (

    select
        source_id,
        person_id,
        {{ last_by('person_name', 'sent_at', 'person_name', 'text') }} as person_name,
        {{ last_by('institutional_id', 'sent_at', 'institutional_id', 'text') }} as institutional_id,
        max(load_id) as load_id,
        max(record_number) as record_number
    from mentions
    where person_id is not null
    group by source_id, person_id

),

identified_people as (

    select
        source_id,
        entity_id,
        -- The id of the student information system counts before those of other systems.
        max(case when identifier_type = 'SisSourcedId' then identifier end) as sis_id,
        max(case when identifier_type = 'OneRosterSourcedId' then identifier end) as oneroster_id,
        max(case when identifier_type = 'LisSourcedId' then identifier end) as lis_id,
        max(case when identifier_type = 'EmailAddress' then identifier end) as email
    from identifiers
    group by source_id, entity_id

)

select
    people.source_id,
    {{ entity_key('user', 'person_id', 'people') }} as user_identifier,
    coalesce(
        identified_people.sis_id, identified_people.oneroster_id, identified_people.lis_id, people.institutional_id
    ) as institutional_id,
    identified_people.email,
    {{ boolean_value(false) }} as is_email_trusted,
    people.person_name,
    {{ unknown('string') }} as person_role,
    {{ unknown('boolean') }} as is_active,
    people.load_id,
    people.record_number
from people
left join identified_people
    on people.source_id = identified_people.source_id
    and people.person_id = identified_people.entity_id
