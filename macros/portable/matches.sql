{#- True where the regular expression (RE2 subset) occurs in the text. -#}
{% macro matches(text, pattern) %}
    {{ return(adapter.dispatch('matches', 'learning_marts')(text, pattern)) }}
{% endmacro %}

{% macro default__matches(text, pattern) %}
    {{ exceptions.raise_compiler_error("matches has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/matches.sql") }}
{% endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}
