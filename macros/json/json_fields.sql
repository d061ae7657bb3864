{% macro json_fields(relation, payload, keep, fields) %}
    {{ return(adapter.dispatch('json_fields', 'learning_marts')(relation, payload, keep, fields)) }}
{% endmacro %}

{% macro default__json_fields(relation, payload, keep, fields) %}
    {{ exceptions.raise_compiler_error("json_fields has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_fields.sql") }}
{% endmacro %}

{% macro duckdb__json_fields(relation, payload, keep, fields) %}
    {%- set values = fields | rejectattr(2, 'equalto', 'kind') | list %}
    {%- set kinds = fields | selectattr(2, 'equalto', 'kind') | list %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in values %}
        {%- if field[2] in ('string', 'json') %}
        json_values[{{ loop.index }}] as {{ field[0] }}
        {%- else %}
        try_cast(json_values[{{ loop.index }}] as {{ 'double' if field[2] == 'float' else field[2] }}) as {{ field[0] }}
        {%- endif %}
        {%- if not loop.last or kinds %},{% endif %}
        {%- endfor %}
        {%- for field in kinds %}
        case json_kinds[{{ loop.index }}]
            when 'OBJECT' then 'object'
            when 'ARRAY' then 'array'
            when 'VARCHAR' then 'string'
            when 'BOOLEAN' then 'boolean'
            when 'NULL' then 'null'
            else case when json_kinds[{{ loop.index }}] is not null then 'number' end
        end as {{ field[0] }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from (
        -- One parse for all values and one for all kinds, however many fields there are.
        -- Some senders put a bare string in place of an object. Its fragment is not JSON, hence try_cast.
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            json_extract_string(try_cast({{ payload }} as json), [
                {%- for field in values %}'{{ json_pointer(field[1]) }}'{% if not loop.last %}, {% endif %}{% endfor -%}
            ]) as json_values
            {%- if kinds %},
            json_type(try_cast({{ payload }} as json), [
                {%- for field in kinds %}'{{ json_pointer(field[1]) }}'{% if not loop.last %}, {% endif %}{% endfor -%}
            ]) as json_kinds
            {%- endif %}
        from {{ relation }}
    )
{% endmacro %}

{% macro json_pointer(path) %}
    {%- set escaped = [] %}
    {%- for key in path %}
        {%- do escaped.append('/' ~ (key | string | replace('~', '~0') | replace('/', '~1') | replace("'", "''"))) %}
    {%- endfor %}
    {{- return(escaped | join('')) }}
{% endmacro %}

{#- These engines store documents as JSON text. json_text_at and json_kind_at read one path of a parsed document. -#}
{% macro spark__json_fields(relation, payload, keep, fields) %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_document', field[1]) }}
        {%- elif field[2] == 'json' -%}
        {#- This reads the text, because a variant does not keep the order of keys. -#}
        {{ 'get_json_object(json_payload, ' ~ spark_json_path(field[1]) ~ ')' if field[1] else 'json_payload' }}
        {%- elif field[2] == 'string' -%}
        {{ json_text_at('json_document', field[1]) }}
        {%- else -%}
        {{ json_text_as(json_text_at('json_document', field[1]), field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            cast({{ payload }} as string) as json_payload,
            try_parse_json(cast({{ payload }} as string)) as json_document
        from {{ relation }}
    ) as parsed
{% endmacro %}

{% macro postgres__json_fields(relation, payload, keep, fields) %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_document', field[1]) }}
        {%- elif field[2] == 'json' -%}
        {#- A string keeps its quotation marks, so that every fragment can be parsed again. -#}
        nullif(cast(json_document #> {{ postgres_json_path(field[1]) }} as varchar), 'null')
        {%- elif field[2] == 'string' -%}
        {{ json_text_at('json_document', field[1]) }}
        {%- else -%}
        {{ json_text_as(json_text_at('json_document', field[1]), field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            cast({{ payload }} as json) as json_document
        from {{ relation }}
    ) as parsed
{% endmacro %}

{% macro bigquery__json_fields(relation, payload, keep, fields) %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_document', field[1]) }}
        {%- elif field[2] == 'json' -%}
        json_query(json_payload, {{ dollar_json_path(field[1]) }})
        {%- elif field[2] == 'string' -%}
        {{ json_text_at('json_payload', field[1]) }}
        {%- else -%}
        {{ json_text_as(json_text_at('json_payload', field[1]), field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            {{ payload }} as json_payload,
            safe.parse_json({{ payload }}, wide_number_mode => 'round') as json_document
        from {{ relation }}
    ) as parsed
{% endmacro %}

{% macro snowflake__json_fields(relation, payload, keep, fields) %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_document', field[1]) }}
        {%- elif field[2] in ('string', 'json') -%}
        {{ json_text_at('json_document', field[1]) }}
        {%- else -%}
        {{ json_text_as(json_text_at('json_document', field[1]), field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            try_parse_json({{ payload }}) as json_document
        from {{ relation }}
    ) as parsed
{% endmacro %}

{#- This needs enable_case_sensitive_identifier, because JSON has keys in both cases. -#}
{% macro redshift__json_fields(relation, payload, keep, fields) %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_document', field[1]) }}
        {%- elif field[2] in ('string', 'json') -%}
        {{ json_text_at('json_document', field[1]) }}
        {%- else -%}
        {{ json_text_as(json_text_at('json_document', field[1]), field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            case when can_json_parse({{ payload }}) then json_parse({{ payload }}) end as json_document
        from {{ relation }}
    ) as parsed
{% endmacro %}

{% macro fabric__json_fields(relation, payload, keep, fields) %}
    {%- set values = fields | rejectattr(2, 'equalto', 'kind') | list %}
    select
        {%- for column in keep %}
        {{ column }},
        {%- endfor %}
        {%- for field in fields %}
        {% if field[2] == 'kind' -%}
        {{ json_kind_at('json_payload', field[1]) }}
        {%- elif not field[1] -%}
        json_payload
        {%- elif field[2] == 'string' -%}
        coalesce(json_{{ field[0] }}, json_{{ field[0] }}_fragment)
        {%- elif field[2] == 'json' -%}
        coalesce(json_{{ field[0] }}_fragment, json_{{ field[0] }})
        {%- else -%}
        {{ json_text_as('json_' ~ field[0], field[2]) }}
        {%- endif %} as {{ field[0] }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {%- for column in keep %}
            {{ column }},
            {%- endfor %}
            case when isjson({{ payload }}) = 1 then {{ payload }} else '{}' end as json_payload
        from {{ relation }}
    ) as parsed
    {#- One pass reads all values. T-SQL distinguishes scalars from fragments, so each value is requested as both. #}
    {%- if values | map(attribute=1) | select | list %}
    cross apply openjson(json_payload) with (
        {%- for field in values if field[1] %}
        json_{{ field[0] }} varchar(8000) {{ dollar_json_path(field[1]) }}
        {%- if field[2] in ('string', 'json') %},
        json_{{ field[0] }}_fragment nvarchar(max) {{ dollar_json_path(field[1]) }} as json
        {%- endif %}{{ ',' if not loop.last }}
        {%- endfor %}
    ) as json_values
    {%- endif %}
{% endmacro %}

{% macro dollar_json_path(path) -%}
    '${% for key in path %}{{ json_step(key, '."', '"') }}{% endfor %}'
{%- endmacro %}

{% macro spark_json_path(path) -%}
    '${% for key in path %}{{ json_step(key, "[\\'", "\\']") }}{% endfor %}'
{%- endmacro %}

{% macro postgres_json_path(path) -%}
    cast(array[{% for key in path %}'{{ key | string | replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor %}] as varchar[])
{%- endmacro %}

{% macro json_text_as(text, type) -%}
    {%- if type == 'float' -%}
    {{ try_cast_to(text, 'double precision') }}
    {%- elif type == 'boolean' and adapter.type() == 'fabric' -%}
    cast(case when lower({{ text }}) in ('true', 't', 'yes', 'y', '1') then 1 when lower({{ text }}) in ('false', 'f', 'no', 'n', '0') then 0 end as bit)
    {%- elif type == 'boolean' -%}
    case when lower({{ text }}) in ('true', 't', 'yes', 'y', '1') then true when lower({{ text }}) in ('false', 'f', 'no', 'n', '0') then false end
    {%- else -%}
    {{ exceptions.raise_compiler_error("json_fields knows no type " ~ type) }}
    {%- endif -%}
{%- endmacro %}

{#- A step of a path is a key between an engine's marks, or the number of an element, from 0. -#}
{% macro json_step(key, opening, closing) -%}
    {%- if key is number -%}
    [{{ key }}]
    {%- else -%}
    {{ opening }}{{ key | string | replace("'", "''") }}{{ closing }}
    {%- endif -%}
{%- endmacro %}
