{% macro json_document(text) %}
    {{ return(adapter.dispatch('json_document', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__json_document(text) %}
    {{ exceptions.raise_compiler_error("json_document has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_document.sql") }}
{% endmacro %}

{% macro spark__json_document(text) -%}
    try_parse_json({{ text }})
{%- endmacro %}

{% macro postgres__json_document(text) -%}
    cast({{ text }} as json)
{%- endmacro %}

{% macro bigquery__json_document(text) -%}
    safe.parse_json({{ text }}, wide_number_mode => 'round')
{%- endmacro %}

{% macro snowflake__json_document(text) -%}
    try_parse_json({{ text }})
{%- endmacro %}

{% macro redshift__json_document(text) -%}
    (case when can_json_parse({{ text }}) then json_parse({{ text }}) end)
{%- endmacro %}

{% macro fabric__json_document(text) -%}
    (case when isjson({{ text }}) = 1 then {{ text }} else '{}' end)
{%- endmacro %}
