{#- Whoever landed them: tables of our loaders are the envelope, tables that Airbyte landed are presented as one. -#}
{% macro landed_records(system, stream) %}
    {%- set relation = source('raw_' ~ system, stream) %}
    {%- set declared = namespace(meta={}) %}
    {%- if execute %}
        {%- for node in graph.sources.values() if node.source_name == 'raw_' ~ system and node.name == stream %}
            {%- set declared.meta = node.config.meta or node.meta %}
        {%- endfor %}
    {%- endif %}
    {%- if declared.meta.get('landed_by') == 'airbyte' %}
    {{- airbyte_records(relation, declared.meta) }}
    {%- elif declared.meta.get('landed_by', 'learning_marts') == 'learning_marts' %}
    select
        source_id,
        record_key,
        payload as document,
        payload_hash,
        extracted_at,
        load_id,
        record_number
    from {{ relation }}
    {%- else %}
    {{- exceptions.raise_compiler_error(relation ~ ": landed_by is " ~ declared.meta.landed_by ~ "; write airbyte, or leave it out") }}
    {%- endif %}
{% endmacro %}

{#- A sync has no number that only grows: the second of its extraction stands for it. -#}
{% macro airbyte_records(relation, meta) %}
    {%- if not meta.get('source_id') or not meta.get('key') %}
    {{- exceptions.raise_compiler_error(relation ~ ": landed_by airbyte needs source_id and key (a list of fields) beside it") }}
    {%- endif %}
    {%- set fields = [] %}
    {%- set key = [] %}
    {%- for name in meta.key %}
        {%- do fields.append(['key_' ~ loop.index, [name], 'string']) %}
        {%- do key.extend(["'/'"] if not loop.first else []) %}
        {%- do key.append('key_' ~ loop.index) %}
    {%- endfor %}
    select
        '{{ meta.source_id }}' as source_id,
        {{ dbt.concat(key) if key | length > 1 else key[0] }} as record_key,
        document,
        {{ md5_hex('document') }} as payload_hash,
        extracted_at,
        {{ epoch_seconds('extracted_at') }} as load_id,
        record_number
    from (
        {{ json_fields('(' ~ airbyte_rows(relation) ~ ') as landed', 'document', ['document', 'extracted_at', 'record_number'], fields) }}
    ) as keyed
{% endmacro %}

{% macro airbyte_rows(relation) %}
    select
        cast(_airbyte_data as {{ dbt.type_string() }}) as document,
        cast(_airbyte_extracted_at as {{ dbt.type_timestamp() }}) as extracted_at,
        row_number() over (order by _airbyte_extracted_at, _airbyte_raw_id) as record_number
    from {{ relation }}
{% endmacro %}
