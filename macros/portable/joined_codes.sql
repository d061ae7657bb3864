{#- The codes that are not NULL, joined by commas; NULL where there is none. -#}
{% macro joined_codes(codes) %}
    {{ return(adapter.dispatch('joined_codes', 'learning_marts')(codes)) }}
{% endmacro %}

{% macro default__joined_codes(codes) %}
    {{ exceptions.raise_compiler_error("joined_codes has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/joined_codes.sql") }}
{% endmacro %}

{% macro duckdb__joined_codes(codes) -%}
    nullif(concat_ws(',', {{ codes | join(', ') }}), '')
{%- endmacro %}
