{% macro utc_timestamp(text) %}
    {{ return(adapter.dispatch('utc_timestamp', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__utc_timestamp(text) %}
    {{ exceptions.raise_compiler_error("utc_timestamp has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/utc_timestamp.sql") }}
{% endmacro %}

{#- ISO 8601 allows a time without seconds, a decimal comma and a lower-case z, none of which DuckDB reads. Such
    texts are rare and take the slower branch. -#}
{% macro duckdb__utc_timestamp(text) -%}
    cast(timezone('UTC', coalesce(try_cast({{ text }} as timestamptz), try_cast(regexp_replace(
        replace(upper({{ text }}), ',', '.'), '^(.{10}[T ][0-9]{2}:[0-9]{2})(Z|[+-]|$)', '\1:00\2'
    ) as timestamptz))) as timestamp)
{%- endmacro %}

{#- The session's time zone must be UTC, because text without an offset is read in it. -#}
{% macro spark__utc_timestamp(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro %}

{#- These checks make the cast safe: no field is out of range, and no day is past the end of its month. Digits past the
    sixth are cut. -#}
{% macro postgres__utc_timestamp(text) -%}
    case
        when {{ text }} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ](([01][0-9]|2[0-3]):[0-5][0-9]|([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?(Z|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?))?$'
            then case
                when cast(substr({{ text }}, 9, 2) as integer)
                    <= extract(day from cast(substr({{ text }}, 1, 7) || '-01' as date) + interval '1 month' - interval '1 day')
                    then timezone('UTC', cast(
                        regexp_replace({{ text }}, '([.][0-9]{6})[0-9]+', '\1')
                        || case when {{ text }} ~ ':[0-9.:]+(Z|[+-][0-9:]+)$' then '' else ' UTC' end as timestamp with time zone
                    ))
            end
    end
{%- endmacro %}

{% macro bigquery__utc_timestamp(text) -%}
    safe_cast({{ text }} as timestamp)
{%- endmacro %}

{#- The session's time zone must be UTC, because text without an offset is read in it. -#}
{% macro snowflake__utc_timestamp(text) -%}
    cast(convert_timezone('UTC', try_to_timestamp_tz({{ text }})) as timestamp_ntz)
{%- endmacro %}

{% macro redshift__utc_timestamp(text) -%}
    timezone('UTC', try_cast({{ text }} as timestamptz))
{%- endmacro %}

{% macro fabric__utc_timestamp(text) -%}
    cast(try_cast({{ text }} as datetimeoffset) at time zone 'UTC' as datetime2(6))
{%- endmacro %}
