{#- Whole milliseconds from one UTC timestamp to another. -#}
{% macro milliseconds_between(earlier, later) %}
    {{ return(adapter.dispatch('milliseconds_between', 'learning_marts')(earlier, later)) }}
{% endmacro %}

{% macro default__milliseconds_between(earlier, later) %}
    {{ exceptions.raise_compiler_error("milliseconds_between has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/milliseconds_between.sql") }}
{% endmacro %}

{% macro duckdb__milliseconds_between(earlier, later) -%}
    (epoch_ms({{ later }}) - epoch_ms({{ earlier }}))
{%- endmacro %}
