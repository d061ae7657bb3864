{#- Fields are [name, path, type]. A path is a list of keys (never '$.a.b': keys are IRIs).
    Types: string, float, boolean, json (the fragment as text), kind (the JSON type: object, array,
    string, number, boolean, null; NULL where the key is absent). -#}
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
        -- One parse for all values and one for all kinds, however many fields there are. A fragment that is a bare
        -- text where an object belongs has no fields: it must not stop the build.
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

{#- RFC 6901: '~' and '/' inside a key are escaped. -#}
{% macro json_pointer(path) %}
    {%- set escaped = [] %}
    {%- for key in path %}
        {%- do escaped.append('/' ~ (key | string | replace('~', '~0') | replace('/', '~1') | replace("'", "''"))) %}
    {%- endfor %}
    {{- return(escaped | join('')) }}
{% endmacro %}
