{#- A random token that no input determines. -#}
{% macro random_token() %}
    {{ return(adapter.dispatch('random_token', 'learning_marts')()) }}
{% endmacro %}

{% macro default__random_token() %}
    {{ exceptions.raise_compiler_error("random_token has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/random_token.sql") }}
{% endmacro %}

{% macro duckdb__random_token() -%}
    cast(gen_random_uuid() as varchar)
{%- endmacro %}
