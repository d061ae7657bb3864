{#- Tables of this project's loaders already have the form of the envelope. Tables of Airbyte are brought into it. -#}
{% macro landed_records(system, stream) %}
    {%- set relation = source('raw_' ~ system, stream) %}
    {%- set declared = namespace(meta={}) %}
    {%- if execute %}
        {%- for node in graph.sources.values() if node.source_name == 'raw_' ~ system and node.name == stream %}
            {%- set declared.meta = node.config.meta or node.meta %}
        {%- endfor %}
    {%- endif %}
    {%- if not is_landed(relation) %}
    {{- no_records() }}
    {%- elif declared.meta.get('landed_by') == 'airbyte' %}
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

{#- A raw table that no loader has created yet counts as empty. -#}
{% macro is_landed(relation) %}
    {%- if not execute or relation.is_cte %}
        {{ return(true) }}
    {%- endif %}
    {{ return(adapter.get_relation(relation.database, relation.schema, relation.identifier) is not none) }}
{% endmacro %}

{% macro no_records() %}
    select
        {{ unknown('string') }} as source_id,
        {{ unknown('string') }} as record_key,
        {{ unknown('string') }} as document,
        {{ unknown('string') }} as payload_hash,
        {{ unknown('timestamp') }} as extracted_at,
        {{ unknown('bigint') }} as load_id,
        {{ unknown('bigint') }} as record_number
    from (select 1 as nothing) as no_rows
    where 1 = 0
{% endmacro %}

{#- Missing raw tables are not an error, so one line at the start of a run says how many there are, and names some. -#}
{% macro report_missing_raw_tables() %}
    {%- if execute and flags.WHICH in ('build', 'run') %}
        {%- set missing = [] %}
        {%- for node in graph.sources.values() if node.package_name == 'learning_marts' %}
            {%- if node.source_name.removeprefix('raw_') in chosen_systems()
                and adapter.get_relation(node.database, node.schema, node.identifier) is none %}
                {%- do missing.append(node.schema ~ '.' ~ node.identifier) %}
            {%- endif %}
        {%- endfor %}
        {%- if missing %}
            {%- do log(
                missing | length ~ " raw tables do not exist and count as empty (" ~ (missing | sort)[:3] | join(', ')
                ~ (', ...' if missing | length > 3 else '')
                ~ "). 'learning-marts init' makes them, 'learning-marts load' fills them.", info=true
            ) %}
        {%- endif %}
    {%- endif %}
{% endmacro %}

{#- An Airbyte sync has no number that only grows. The second of its extraction replaces it. -#}
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
