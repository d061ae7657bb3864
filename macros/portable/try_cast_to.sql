{#- The value as the type, NULL where it cannot be read. -#}
{% macro try_cast_to(expression, type) %}
    {{ return(adapter.dispatch('try_cast_to', 'learning_marts')(expression, type)) }}
{% endmacro %}

{% macro default__try_cast_to(expression, type) %}
    {{ exceptions.raise_compiler_error("try_cast_to has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/try_cast_to.sql") }}
{% endmacro %}

{% macro duckdb__try_cast_to(expression, type) -%}
    try_cast({{ expression }} as {{ type }})
{%- endmacro %}
