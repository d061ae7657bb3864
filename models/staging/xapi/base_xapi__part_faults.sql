{{ config(materialized='table', schema='pii') }}

-- A sub-statement and an attachment are judged by rules of their own, and lend their faults to the statement
-- around them.
with sub_documents as (

    select distinct
        payload_hash,
        sub_statement as document
    from {{ ref('base_xapi__statements') }}
    where sub_statement is not null

),

sub_statements as (

    {{ json_fields('sub_documents', 'document', ['payload_hash', 'document'], xapi_fields()) }}

),

understood as (

    select
        sub_statements.*,
        {{ xapi_readings() }}
    from sub_statements

),

judged as (

    select
        payload_hash,
        {{ joined_codes([
            code('nested_sub_statement', "object_class = 'SubStatement'"),
            xapi_rejection_reasons(),
            xapi_faults([
                code('unknown_key', json_has_other_keys('document', xapi_statement_keys(own=false))),
                code('unknown_context_key', json_has_other_keys('context_activities', xapi_context_keys())),
            ]),
        ]) }} as faults
    from understood

),

with_attachments as (

    select distinct
        payload_hash,
        attachments
    from {{ ref('base_xapi__statements') }}
    where attachments is not null

),

attachments as (

    {{ json_each('with_attachments', 'attachments', ['payload_hash']) }}

),

attached as (

    {{ json_fields('attachments', 'element', ['payload_hash'], xapi_attachment_fields()) }}

),

judged_attachments as (

    select distinct
        payload_hash,
        'malformed_attachment' as faults
    from attached
    where coalesce(usage_type_kind, '') <> 'string'
        or not {{ matches('usage_type', iri_pattern()) }}
        or coalesce(display_kind, '') <> 'object'
        or description_kind <> 'object'
        or coalesce(content_type_kind, '') <> 'string'
        or coalesce(length_kind, '') <> 'number'
        or coalesce(sha2_kind, '') <> 'string'
        or file_url_kind <> 'string'
        or not {{ matches('file_url', iri_pattern()) }}

),

-- What stands among the context activities and is no activity.
contexts as (

    select distinct context_key
    from {{ ref('stg_xapi__context_activities') }}
    where activity_id is null

),

judged_contexts as (

    select distinct
        statements.payload_hash,
        'malformed_context_activity' as faults
    from {{ ref('base_xapi__statements') }} as statements
    inner join contexts
        on statements.context_key = contexts.context_key

)

select
    payload_hash,
    faults
from judged_attachments
union all
select
    payload_hash,
    faults
from judged_contexts
union all
select
    payload_hash,
    {{ dbt.concat(["'sub_statement: '", 'faults']) }} as faults
from judged
where faults is not null
