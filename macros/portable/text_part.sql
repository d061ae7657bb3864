{% macro text_part(text, separator, number) %}
    {{ return(adapter.dispatch('text_part', 'learning_marts')(text, separator, number)) }}
{% endmacro %}

{% macro default__text_part(text, separator, number) %}
    {{ exceptions.raise_compiler_error("text_part has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/text_part.sql") }}
{% endmacro %}

{% macro duckdb__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{% macro spark__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{% macro postgres__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{% macro bigquery__text_part(text, separator, number) -%}
    split({{ text }}, '{{ separator }}')[safe_offset({{ number - 1 }})]
{%- endmacro %}

{% macro snowflake__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{% macro redshift__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{#- string_split keeps no order in its values; a JSON array does. -#}
{% macro fabric__text_part(text, separator, number) -%}
    (select [value] from openjson(concat('["', replace(string_escape({{ text }}, 'json'), '{{ separator }}', '","'), '"]')) where [key] = {{ number - 1 }})
{%- endmacro %}
