{% macro sha1_hex(text) %}
    {{ return(adapter.dispatch('sha1_hex', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__sha1_hex(text) -%}
    sha1({{ text }})
{%- endmacro %}

{#- This needs the extension pgcrypto, because PostgreSQL itself has only MD5 and SHA-2. -#}
{% macro postgres__sha1_hex(text) -%}
    encode(digest({{ text }}, 'sha1'), 'hex')
{%- endmacro %}

{% macro bigquery__sha1_hex(text) -%}
    to_hex(sha1({{ text }}))
{%- endmacro %}

{#- Without this macro, dbt would use the one for PostgreSQL. -#}
{% macro redshift__sha1_hex(text) -%}
    {{ learning_marts.default__sha1_hex(text) }}
{%- endmacro %}

{% macro fabric__sha1_hex(text) -%}
    lower(convert(varchar(40), hashbytes('SHA1', {{ text }}), 2))
{%- endmacro %}
