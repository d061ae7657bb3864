{{ config(schema='pii') }}

with statements as (

    select
        actor_identifier as identifier,
        actor_name as learner_name,
        load_id
    from {{ ref('stg_xapi__statements') }}
    where actor_type is distinct from 'Group'

),

members as (

    select
        member_identifier as identifier,
        member_name as learner_name,
        load_id
    from {{ ref('stg_xapi__group_members') }}

),

unioned as (

    select * from statements
    union all
    select * from members

)

select
    identifier,
    max(learner_name) as learner_name,
    max(load_id) as load_id
from unioned
where identifier is not null
group by 1
