{% macro md5_hex(text) %}
    {{ return(adapter.dispatch('md5_hex', 'learning_marts')(text)) }}
{% endmacro %}

{% macro default__md5_hex(text) %}
    {{ exceptions.raise_compiler_error("md5_hex has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/md5_hex.sql") }}
{% endmacro %}

{% macro duckdb__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro spark__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro postgres__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro bigquery__md5_hex(text) -%}
    to_hex(md5({{ text }}))
{%- endmacro %}

{% macro snowflake__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro redshift__md5_hex(text) -%}
    md5({{ text }})
{%- endmacro %}

{% macro fabric__md5_hex(text) -%}
    lower(convert(varchar(32), hashbytes('MD5', {{ text }}), 2))
{%- endmacro %}
