{% macro json_has_other_keys(json, allowed) %}
    {{ return(adapter.dispatch('json_has_other_keys', 'learning_marts')(json, allowed)) }}
{% endmacro %}

{% macro default__json_has_other_keys(json, allowed) %}
    {{ exceptions.raise_compiler_error("json_has_other_keys has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_has_other_keys.sql") }}
{% endmacro %}

{% macro duckdb__json_has_other_keys(json, allowed) -%}
    (len(list_filter(json_keys(try_cast({{ json }} as json)), lambda k: k not in ('{{ allowed | join("', '") }}'))) > 0)
{%- endmacro %}

{% macro spark__json_has_other_keys(json, allowed) -%}
    (size(array_except(json_object_keys({{ json }}), array('{{ allowed | join("', '") }}'))) > 0)
{%- endmacro %}

{% macro postgres__json_has_other_keys(json, allowed) -%}
    exists (
        select 1
        from json_object_keys(
            case when json_typeof(cast({{ json }} as json)) = 'object' then cast({{ json }} as json) else cast('{}' as json) end
        ) as keys (json_key)
        where keys.json_key not in ('{{ allowed | join("', '") }}')
    )
{%- endmacro %}

{% macro bigquery__json_has_other_keys(json, allowed) -%}
    exists (
        select 1
        from unnest(json_keys(safe.parse_json({{ json }}, wide_number_mode => 'round'), 1)) as json_key
        where json_key not in ('{{ allowed | join("', '") }}')
    )
{%- endmacro %}

{% macro snowflake__json_has_other_keys(json, allowed) -%}
    (array_size(array_except(object_keys(as_object(try_parse_json({{ json }}))), array_construct('{{ allowed | join("', '") }}'))) > 0)
{%- endmacro %}

{% macro redshift__json_has_other_keys(json, allowed) -%}
    exists (
        select 1
        from (select {{ json_document(json) }} as json_document) as documents, unpivot documents.json_document as json_value at json_key
        where json_key not in ('{{ allowed | join("', '") }}')
    )
{%- endmacro %}

{% macro fabric__json_has_other_keys(json, allowed) -%}
    exists (
        select 1
        from openjson(case when isjson({{ json }}) = 1 then {{ json }} else '{}' end)
        where [key] not in ('{{ allowed | join("', '") }}')
    )
{%- endmacro %}
