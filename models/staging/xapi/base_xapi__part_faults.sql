{{ config(materialized='table', schema='pii') }}

-- Sub-statements and attachments have their own rules. Their faults count for the statement that contains them.
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

read_sub_statements as (

    select
        sub_statements.*,
        {{ xapi_readings() }}
    from sub_statements

),

judged_sub_statements as (

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
    from read_sub_statements

),

attachment_lists as (

    select distinct
        payload_hash,
        attachments
    from {{ ref('base_xapi__statements') }}
    where attachments is not null

),

attachments as (

    {{ json_each('attachment_lists', 'attachments', ['payload_hash']) }}

),

attachment_fields as (

    {{ json_fields('attachments', 'element', ['payload_hash'], xapi_attachment_fields()) }}

),

judged_attachments as (

    select distinct
        payload_hash,
        'malformed_attachment' as faults
    from attachment_fields
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

-- An element of the context activities may not be an activity.
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
from judged_sub_statements
where faults is not null
