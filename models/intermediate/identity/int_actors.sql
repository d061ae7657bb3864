-- Statements about other statements are left out: an actor who only voids the statements of others is not a learner.
{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('stg_xapi__statements') }}
    where object_class <> 'StatementRef'

),

group_members as (

    select * from {{ ref('stg_xapi__group_members') }}

),

actor_names as (

    select
        actor_identifier as identifier,
        actor_name as person_name
    from statements
    union all
    select
        member_identifier as identifier,
        member_name as person_name
    from group_members

)

select
    identifier,
    max(person_name) as person_name
from actor_names
where identifier is not null
group by identifier
