{% macro sha1_hex(text) %}
    {{ return(adapter.dispatch('sha1_hex', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__sha1_hex(text) -%}
    sha1({{ text }})
{%- endmacro %}

{#- Needs the extension pgcrypto: PostgreSQL itself has MD5 and SHA-2 only. -#}
{% macro postgres__sha1_hex(text) -%}
    encode(digest({{ text }}, 'sha1'), 'hex')
{%- endmacro %}

{% macro bigquery__sha1_hex(text) -%}
    to_hex(sha1({{ text }}))
{%- endmacro %}

{#- Left out, dbt would take PostgreSQL's. -#}
{% macro redshift__sha1_hex(text) -%}
    {{ learning_marts.default__sha1_hex(text) }}
{%- endmacro %}

{% macro fabric__sha1_hex(text) -%}
    lower(convert(varchar(40), hashbytes('SHA1', {{ text }}), 2))
{%- endmacro %}
