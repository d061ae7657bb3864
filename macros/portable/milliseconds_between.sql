{% macro milliseconds_between(earlier, later) %}
    {{ return(adapter.dispatch('milliseconds_between', 'learning_marts')(earlier, later)) }}
{% endmacro %}

{% macro default__milliseconds_between(earlier, later) %}
    {{ exceptions.raise_compiler_error("milliseconds_between has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/milliseconds_between.sql") }}
{% endmacro %}

{% macro duckdb__milliseconds_between(earlier, later) -%}
    (epoch_ms({{ later }}) - epoch_ms({{ earlier }}))
{%- endmacro %}

{% macro spark__milliseconds_between(earlier, later) -%}
    (unix_millis({{ later }}) - unix_millis({{ earlier }}))
{%- endmacro %}

{% macro postgres__milliseconds_between(earlier, later) -%}
    cast(floor(extract(epoch from {{ later }}) * 1000) - floor(extract(epoch from {{ earlier }}) * 1000) as bigint)
{%- endmacro %}

{% macro bigquery__milliseconds_between(earlier, later) -%}
    (unix_millis({{ later }}) - unix_millis({{ earlier }}))
{%- endmacro %}

{% macro snowflake__milliseconds_between(earlier, later) -%}
    datediff(millisecond, {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro redshift__milliseconds_between(earlier, later) -%}
    datediff(millisecond, {{ earlier }}, {{ later }})
{%- endmacro %}

{% macro fabric__milliseconds_between(earlier, later) -%}
    datediff_big(millisecond, {{ earlier }}, {{ later }})
{%- endmacro %}
