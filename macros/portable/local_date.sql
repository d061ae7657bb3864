{% macro local_date(timestamp) %}
    {{ return(adapter.dispatch('local_date', 'learning_marts')(timestamp)) }}
{% endmacro %}

{% macro default__local_date(timestamp) %}
    {{ exceptions.raise_compiler_error("local_date has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/local_date.sql") }}
{% endmacro %}

{% macro duckdb__local_date(timestamp) -%}
    cast(timezone('{{ var("time_zone") }}', timezone('UTC', {{ timestamp }})) as date)
{%- endmacro %}

{% macro spark__local_date(timestamp) -%}
    to_date(from_utc_timestamp({{ timestamp }}, '{{ var("time_zone") }}'))
{%- endmacro %}

{% macro postgres__local_date(timestamp) -%}
    cast(timezone('{{ var("time_zone") }}', timezone('UTC', {{ timestamp }})) as date)
{%- endmacro %}

{% macro bigquery__local_date(timestamp) -%}
    date({{ timestamp }}, '{{ var("time_zone") }}')
{%- endmacro %}

{% macro snowflake__local_date(timestamp) -%}
    to_date(convert_timezone('UTC', '{{ var("time_zone") }}', {{ timestamp }}))
{%- endmacro %}

{% macro redshift__local_date(timestamp) -%}
    cast(convert_timezone('UTC', '{{ var("time_zone") }}', {{ timestamp }}) as date)
{%- endmacro %}

{#- Here time zones have Windows names: set time_zone to a name such as 'W. Europe Standard Time'. -#}
{% macro fabric__local_date(timestamp) -%}
    cast({{ timestamp }} at time zone 'UTC' at time zone '{{ var("time_zone") }}' as date)
{%- endmacro %}
