{#- The text may be HTML, so tags and non-breaking spaces only separate words. -#}
{% macro word_count(text) %}
    {{ return(adapter.dispatch('word_count', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__word_count(text) %}
    {{ exceptions.raise_compiler_error("word_count has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/word_count.sql") }}
{% endmacro %}

{% macro duckdb__word_count(text) -%}
    cast(len(regexp_extract_all(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' ', 'g'), '\S+')) as bigint)
{%- endmacro %}

{% macro spark__word_count(text) -%}
    cast(array_size(regexp_extract_all(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' '), '\\S+', 0)) as bigint)
{%- endmacro %}

{% macro postgres__word_count(text) -%}
    case
        when {{ text }} is not null
            then (select count(*) from regexp_matches(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' ', 'g'), '\S+', 'g'))
    end
{%- endmacro %}

{% macro bigquery__word_count(text) -%}
    array_length(regexp_extract_all(regexp_replace({{ text }}, r'<[^>]*>|&nbsp;', ' '), r'\S+'))
{%- endmacro %}

{% macro snowflake__word_count(text) -%}
    cast(regexp_count(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' '), '\\S+') as bigint)
{%- endmacro %}

{% macro redshift__word_count(text) -%}
    cast(regexp_count(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' '), '\\S+', 1, 'p') as bigint)
{%- endmacro %}

{% macro fabric__word_count(text) -%}
    cast(regexp_count(regexp_replace({{ text }}, '<[^>]*>|&nbsp;', ' '), '\S+') as bigint)
{%- endmacro %}
