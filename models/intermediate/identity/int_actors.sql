-- Whom statements name. Who only voids others' statements learns nothing.
{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('stg_xapi__statements') }}
    where object_class <> 'StatementRef'

),

members as (

    select * from {{ ref('stg_xapi__group_members') }}

),

unioned as (

    select
        actor_identifier as identifier,
        actor_name as person_name
    from statements
    union all
    select
        member_identifier as identifier,
        member_name as person_name
    from members

)

select
    identifier,
    max(person_name) as person_name
from unioned
where identifier is not null
group by identifier
