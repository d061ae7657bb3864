{#- The group of the first match, NULL where there is none or it is empty. -#}
{% macro matched_group(text, pattern, group) %}
    {{ return(adapter.dispatch('matched_group', 'learning_marts')(text, pattern, group)) }}
{% endmacro %}

{% macro default__matched_group(text, pattern, group) %}
    {{ exceptions.raise_compiler_error("matched_group has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/matched_group.sql") }}
{% endmacro %}

{% macro duckdb__matched_group(text, pattern, group) -%}
    nullif(regexp_extract({{ text }}, '{{ pattern }}', {{ group }}), '')
{%- endmacro %}
