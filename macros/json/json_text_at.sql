{% macro json_text_at(document, path) %}
    {{ return(adapter.dispatch('json_text_at', 'learning_marts')(document, path)) }}
{% endmacro %}

{% macro default__json_text_at(document, path) %}
    {{ exceptions.raise_compiler_error("json_text_at has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_text_at.sql") }}
{% endmacro %}

{% macro spark__json_text_at(document, path) -%}
    try_variant_get({{ document }}, '${% for key in path %}{{ json_step(key, '["', '"]') }}{% endfor %}', 'string')
{%- endmacro %}

{% macro postgres__json_text_at(document, path) -%}
    ({{ document }} #>> {{ postgres_json_path(path) }})
{%- endmacro %}

{% macro bigquery__json_text_at(document, path) -%}
    coalesce(json_value({{ document }}, {{ dollar_json_path(path) }}), json_query({{ document }}, {{ dollar_json_path(path) }}))
{%- endmacro %}

{% macro snowflake__json_text_at(document, path) -%}
    cast({{ document }}{% for key in path %}{{ json_step(key, "['", "']") }}{% endfor %} as varchar)
{%- endmacro %}

{% macro redshift__json_text_at(document, path) -%}
    cast(case when json_typeof({{ redshift_json_path(document, path) }}) in ('object', 'array') then json_serialize({{ redshift_json_path(document, path) }}) else {{ redshift_json_path(document, path) }} end as varchar)
{%- endmacro %}

{% macro fabric__json_text_at(document, path) -%}
    coalesce(json_value({{ document }}, {{ dollar_json_path(path) }}), json_query({{ document }}, {{ dollar_json_path(path) }}))
{%- endmacro %}

{% macro redshift_json_path(document, path) -%}
    {{ document }}{% for key in path %}{{ json_step(key, '."', '"') }}{% endfor %}
{%- endmacro %}
