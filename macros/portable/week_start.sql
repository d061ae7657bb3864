{#- The Monday of a date's week. -#}
{% macro week_start(date) %}
    {{ return(adapter.dispatch('week_start', 'learning_marts')(date)) }}
{% endmacro %}

{% macro default__week_start(date) %}
    {{ exceptions.raise_compiler_error("week_start has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/week_start.sql") }}
{% endmacro %}

{% macro duckdb__week_start(date) -%}
    cast(date_trunc('week', {{ date }}) as date)
{%- endmacro %}
