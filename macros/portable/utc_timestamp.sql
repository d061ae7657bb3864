{#- ISO 8601 text, with or without an offset, as a UTC timestamp; NULL where unreadable. -#}
{% macro utc_timestamp(text) %}
    {{ return(adapter.dispatch('utc_timestamp', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__utc_timestamp(text) %}
    {{ exceptions.raise_compiler_error("utc_timestamp has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/utc_timestamp.sql") }}
{% endmacro %}

{% macro duckdb__utc_timestamp(text) -%}
    cast(timezone('UTC', try_cast({{ text }} as timestamptz)) as timestamp)
{%- endmacro %}
