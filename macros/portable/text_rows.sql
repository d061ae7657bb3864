{#- One row for each part of a separated text: the kept columns and part. -#}
{% macro text_rows(relation, text, separator, keep) %}
    {{ return(adapter.dispatch('text_rows', 'learning_marts')(relation, text, separator, keep)) }}
{% endmacro %}

{% macro default__text_rows(relation, text, separator, keep) %}
    {{ exceptions.raise_compiler_error("text_rows has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/text_rows.sql") }}
{% endmacro %}

{% macro duckdb__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, unnest(string_split({{ text }}, '{{ separator }}')) as part from {{ relation }}
{%- endmacro %}
