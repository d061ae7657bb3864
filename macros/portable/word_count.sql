{% macro word_count(text) %}
    {{ return(adapter.dispatch('word_count', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__word_count(text) %}
    {{ exceptions.raise_compiler_error("word_count has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/word_count.sql") }}
{% endmacro %}

{% macro duckdb__word_count(text) -%}
    cast(len(regexp_extract_all(regexp_replace({{ text }}, '<[^>]*>', ' ', 'g'), '\S+')) as bigint)
{%- endmacro %}

{% macro spark__word_count(text) -%}
    cast(size(regexp_extract_all(regexp_replace({{ text }}, '<[^>]*>', ' '), '\\S+', 0)) as bigint)
{%- endmacro %}

{% macro postgres__word_count(text) -%}
    case when {{ text }} is not null then (
        select count(*) from regexp_matches(regexp_replace({{ text }}, '<[^>]*>', ' ', 'g'), '\S+', 'g') as words
    ) end
{%- endmacro %}

{% macro bigquery__word_count(text) -%}
    array_length(regexp_extract_all(regexp_replace({{ text }}, r'<[^>]*>', ' '), r'\S+'))
{%- endmacro %}

{% macro snowflake__word_count(text) -%}
    regexp_count(regexp_replace({{ text }}, '<[^>]*>', ' '), '\\S+')
{%- endmacro %}

{% macro redshift__word_count(text) -%}
    cast(regexp_count(regexp_replace({{ text }}, '<[^>]*>', ' '), '[^[:space:]]+') as bigint)
{%- endmacro %}

{% macro fabric__word_count(text) -%}
    cast(regexp_count(regexp_replace({{ text }}, '<[^>]*>', ' '), '\S+') as bigint)
{%- endmacro %}
