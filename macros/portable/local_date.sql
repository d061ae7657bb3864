{#- The day of a UTC timestamp in the declared time zone. -#}
{% macro local_date(timestamp) %}
    {{ return(adapter.dispatch('local_date', 'learning_marts')(timestamp)) }}
{% endmacro %}

{% macro default__local_date(timestamp) %}
    {{ exceptions.raise_compiler_error("local_date has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/local_date.sql") }}
{% endmacro %}

{% macro duckdb__local_date(timestamp) -%}
    cast(timezone('{{ var("time_zone") }}', timezone('UTC', {{ timestamp }})) as date)
{%- endmacro %}
