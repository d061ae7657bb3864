{#- ISO 8601 text, with or without an offset, as a UTC timestamp; NULL where unreadable. -#}
{% macro utc_timestamp(text) %}
    {{ return(adapter.dispatch('utc_timestamp', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__utc_timestamp(text) %}
    {{ exceptions.raise_compiler_error("utc_timestamp has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/utc_timestamp.sql") }}
{% endmacro %}

{#- DuckDB reads no time without seconds, no decimal comma and no lower-case z, all of which ISO 8601 allows. -#}
{% macro duckdb__utc_timestamp(text) -%}
    cast(timezone('UTC', try_cast(
        regexp_replace(replace(upper({{ text }}), ',', '.'), '^(.{10}[T ][0-9]{2}:[0-9]{2})(Z|[+-]|$)', '\1:00\2') as timestamptz
    )) as timestamp)
{%- endmacro %}
