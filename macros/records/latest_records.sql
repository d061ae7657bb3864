{% macro latest_records(system, stream, fields) %}
    {%- set latest %}
        select * from (
            select
                landed.*,
                row_number() over (
                    partition by source_id, record_key order by load_id desc, record_number desc
                ) as version_rank
            from ({{ landed_records(system, stream) }}) as landed
        ) as ranked
        where version_rank = 1
    {%- endset %}
    {{ typed_records(latest, fields) }}
{% endmacro %}

{% macro all_records(system, stream, fields) %}
    {{ typed_records(landed_records(system, stream), fields) }}
{% endmacro %}

{#- JSON contains these values as texts. The type says how to read them: text (an empty text is NULL), timestamp, date,
    epoch, time (an epoch or a timestamp), bigint. -#}
{% macro typed_records(query, fields) %}
    {%- set kept = ['source_id', 'record_key', 'payload_hash', 'extracted_at', 'load_id', 'record_number'] %}
    {%- set plain = ['string', 'float', 'boolean', 'json', 'kind'] %}
    {%- set read = [] %}
    {%- for field in fields %}
        {%- do read.append([field[0], field[1], field[2] if field[2] in plain else 'string']) %}
    {%- endfor %}
    select
        {%- for column in kept %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] in plain -%}
        {{ field[0] }}
        {%- elif field[2] == 'text' -%}
        nullif(trim({{ field[0] }}), '') as {{ field[0] }}
        {%- elif field[2] == 'timestamp' -%}
        {{ utc_timestamp(field[0]) }} as {{ field[0] }}
        {%- elif field[2] == 'date' -%}
        cast({{ utc_timestamp(field[0]) }} as date) as {{ field[0] }}
        {%- elif field[2] == 'epoch' -%}
        {{ epoch_timestamp(field[0]) }} as {{ field[0] }}
        {%- elif field[2] == 'time' -%}
        coalesce({{ epoch_timestamp(field[0]) }}, {{ utc_timestamp(field[0]) }}) as {{ field[0] }}
        {%- elif field[2] == 'bigint' -%}
        {{ try_cast_to(field[0], 'bigint') }} as {{ field[0] }}
        {%- else -%}
        {{- exceptions.raise_compiler_error("records have no type " ~ field[2] ~ " (" ~ field[0] ~ ")") }}
        {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        {{ json_fields('(' ~ query ~ ') as landed', 'document', kept, read) }}
    ) as parsed
{% endmacro %}
