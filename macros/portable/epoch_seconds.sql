{% macro epoch_seconds(timestamp) %}
    {{ return(adapter.dispatch('epoch_seconds', 'learning_marts')(timestamp)) }}
{% endmacro %}

{% macro default__epoch_seconds(timestamp) %}
    {{ exceptions.raise_compiler_error("epoch_seconds has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/epoch_seconds.sql") }}
{% endmacro %}

{% macro duckdb__epoch_seconds(timestamp) -%}
    cast(floor(epoch({{ timestamp }})) as bigint)
{%- endmacro %}

{% macro spark__epoch_seconds(timestamp) -%}
    unix_seconds({{ timestamp }})
{%- endmacro %}

{% macro postgres__epoch_seconds(timestamp) -%}
    cast(floor(extract(epoch from {{ timestamp }})) as bigint)
{%- endmacro %}

{% macro bigquery__epoch_seconds(timestamp) -%}
    unix_seconds({{ timestamp }})
{%- endmacro %}

{% macro snowflake__epoch_seconds(timestamp) -%}
    date_part(epoch_second, {{ timestamp }})
{%- endmacro %}

{% macro redshift__epoch_seconds(timestamp) -%}
    cast(extract(epoch from {{ timestamp }}) as bigint)
{%- endmacro %}

{% macro fabric__epoch_seconds(timestamp) -%}
    datediff_big(second, cast('1970-01-01' as datetime2(6)), {{ timestamp }})
{%- endmacro %}
