{% macro epoch_timestamp(text) %}
    {{ return(adapter.dispatch('epoch_timestamp', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__epoch_timestamp(text) %}
    {{ exceptions.raise_compiler_error("epoch_timestamp has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/epoch_timestamp.sql") }}
{% endmacro %}

{% macro duckdb__epoch_timestamp(text) -%}
    make_timestamp(nullif(try_cast({{ text }} as bigint), 0) * 1000000)
{%- endmacro %}

{% macro spark__epoch_timestamp(text) -%}
    timestamp_seconds(nullif(try_cast({{ text }} as bigint), 0))
{%- endmacro %}

{% macro postgres__epoch_timestamp(text) -%}
    timezone('UTC', to_timestamp(nullif({{ try_cast_to(text, 'bigint') }}, 0)))
{%- endmacro %}

{% macro bigquery__epoch_timestamp(text) -%}
    timestamp_seconds(nullif(safe_cast({{ text }} as int64), 0))
{%- endmacro %}

{% macro snowflake__epoch_timestamp(text) -%}
    dateadd(second, nullif(try_cast({{ text }} as bigint), 0), cast('1970-01-01' as timestamp_ntz))
{%- endmacro %}

{% macro redshift__epoch_timestamp(text) -%}
    dateadd(second, nullif(try_cast({{ text }} as bigint), 0), cast('1970-01-01' as timestamp))
{%- endmacro %}

{% macro fabric__epoch_timestamp(text) -%}
    dateadd(second, nullif(try_cast({{ text }} as bigint), 0), cast('1970-01-01' as datetime2(6)))
{%- endmacro %}
