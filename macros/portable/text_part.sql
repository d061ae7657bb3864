{% macro text_part(text, separator, number) %}
    {{ return(adapter.dispatch('text_part', 'learning_marts')(text, separator, number)) }}
{% endmacro %}

{% macro default__text_part(text, separator, number) -%}
    split_part({{ text }}, '{{ separator }}', {{ number }})
{%- endmacro %}

{% macro bigquery__text_part(text, separator, number) -%}
    split({{ text }}, '{{ separator }}')[safe_offset({{ number - 1 }})]
{%- endmacro %}

{#- string_split does not keep the order of its values; a JSON array does. -#}
{% macro fabric__text_part(text, separator, number) -%}
    (select [value] from openjson(concat('["', replace(string_escape({{ text }}, 'json'), '{{ separator }}', '","'), '"]')) where [key] = {{ number - 1 }})
{%- endmacro %}
