{{ config(schema='pii') }}

with group_statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}
    where actor_type = 'Group'
        and actor_members is not null
        and rejection_reasons is null

),

members as (

    {{ json_each('group_statements', 'actor_members', ['statement_id']) }}

),

named_members as (

    {{ json_fields('members', 'element', ['statement_id', 'position'], [
        ['member_name', ['name'], 'string'],
        ['mbox', ['mbox'], 'string'],
        ['mbox_sha1sum', ['mbox_sha1sum'], 'string'],
        ['openid', ['openid'], 'string'],
        ['home_page', ['account', 'homePage'], 'string'],
        ['account_name', ['account', 'name'], 'string'],
    ]) }}

)

select
    statement_id,
    position,
    member_name,
    {{ learner_identifier('mbox', 'mbox_sha1sum', 'openid', 'home_page', 'account_name') }} as member_identifier
from named_members
