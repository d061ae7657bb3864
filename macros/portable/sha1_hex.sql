{#- SHA-1 of a text, 40 lower-case hex digits. -#}
{% macro sha1_hex(text) %}
    {{ return(adapter.dispatch('sha1_hex', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__sha1_hex(text) %}
    {{ exceptions.raise_compiler_error("sha1_hex has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/sha1_hex.sql") }}
{% endmacro %}

{% macro duckdb__sha1_hex(text) -%}
    sha1({{ text }})
{%- endmacro %}
