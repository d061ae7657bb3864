{#- One row for each member of a JSON object: the kept columns, entry_key and entry_value (JSON text). -#}
{% macro json_entries(relation, json_column, keep) %}
    {{ return(adapter.dispatch('json_entries', 'learning_marts')(relation, json_column, keep)) }}
{% endmacro %}

{% macro default__json_entries(relation, json_column, keep) %}
    {{ exceptions.raise_compiler_error("json_entries has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_entries.sql") }}
{% endmacro %}

{% macro duckdb__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        unnest(json_keys({{ json_column }})) as entry_key,
        cast(unnest(json_extract({{ json_column }}, '$.*')) as varchar) as entry_value
    from {{ relation }}
    where json_type({{ json_column }}) = 'OBJECT'
{% endmacro %}
