{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}
    where attachments is not null
        and rejection_reasons is null

),

attachments as (

    {{ json_each('statements', 'attachments', ['statement_id']) }}

),

attachment_fields as (

    {{ json_fields('attachments', 'element', ['statement_id', 'position'], xapi_attachment_fields()) }}

)

select
    statement_id,
    position,
    usage_type,
    content_type,
    sha2,
    file_url,
    cast(length_bytes as {{ dbt.type_bigint() }}) as length_bytes
from attachment_fields
