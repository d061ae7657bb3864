{% macro week_start(date) %}
    {{ return(adapter.dispatch('week_start', 'learning_marts')(date)) }}
{% endmacro %}

{% macro default__week_start(date) -%}
    cast(date_trunc('week', {{ date }}) as date)
{%- endmacro %}

{% macro bigquery__week_start(date) -%}
    date_trunc({{ date }}, isoweek)
{%- endmacro %}

{#- date_trunc depends on the session's WEEK_START; this does not. -#}
{% macro snowflake__week_start(date) -%}
    dateadd(day, 1 - dayofweekiso({{ date }}), {{ date }})
{%- endmacro %}

{#- 1900-01-01 was a Monday. -#}
{% macro fabric__week_start(date) -%}
    dateadd(day, -(datediff(day, '19000101', {{ date }}) % 7), {{ date }})
{%- endmacro %}
