-- Few queries need extensions, so they are read from the landed text at query time, not stored with each statement.
{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}
    where rejection_reasons is null

),

statement_documents as (

    select
        statements.statement_id,
        records.document
    from {{ ref('base_xapi__records') }} as records
    inner join statements
        on records.load_id = statements.load_id
        and records.record_number = statements.record_number

),

statement_extensions as (

    {{ json_fields('statement_documents', 'document', ['statement_id'], [
        ['activity_extensions', ['object', 'definition', 'extensions'], 'json'],
        ['result_extensions', ['result', 'extensions'], 'json'],
        ['context_extensions', ['context', 'extensions'], 'json'],
    ]) }}

),

documents as (

    {% for place in ['activity', 'result', 'context'] -%}
    select
        statement_id,
        '{{ place }}' as place,
        {{ place }}_extensions as extensions
    from statement_extensions
    where {{ place }}_extensions is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

entries as (

    {{ json_entries('documents', 'extensions', ['statement_id', 'place']) }}

)

select
    statement_id,
    place,
    entry_key as extension_iri,
    entry_value as extension_value
from entries
