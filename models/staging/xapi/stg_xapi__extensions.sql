-- Read from the landed text when asked for: few ask, and every statement would carry them.
{{ config(schema='pii') }}

with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}
    where rejection_reasons is null

),

landed as (

    select
        statements.statement_id,
        records.document
    from {{ ref('base_xapi__records') }} as records
    inner join statements
        on records.load_id = statements.load_id
        and records.record_number = statements.record_number

),

places as (

    {{ json_fields('landed', 'document', ['statement_id'], [
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
    from places
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
