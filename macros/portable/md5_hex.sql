{% macro md5_hex(text) %}
    {{ return(adapter.dispatch('md5_hex', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro bigquery__md5_hex(text) -%}
    to_hex(md5({{ text }}))
{%- endmacro %}

{% macro fabric__md5_hex(text) -%}
    lower(convert(varchar(32), hashbytes('MD5', {{ text }}), 2))
{%- endmacro %}
