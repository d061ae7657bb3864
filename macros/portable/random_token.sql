{% macro random_token() %}
    {{ return(adapter.dispatch('random_token', 'learning_marts')()) }}
{% endmacro %}

{% macro default__random_token() %}
    {{ exceptions.raise_compiler_error("random_token has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/random_token.sql") }}
{% endmacro %}

{% macro duckdb__random_token() -%}
    cast(gen_random_uuid() as varchar)
{%- endmacro %}

{% macro spark__random_token() -%}
    uuid()
{%- endmacro %}

{% macro postgres__random_token() -%}
    cast(gen_random_uuid() as varchar)
{%- endmacro %}

{% macro bigquery__random_token() -%}
    generate_uuid()
{%- endmacro %}

{% macro snowflake__random_token() -%}
    uuid_string()
{%- endmacro %}

{#- This engine has no UUIDs. random() is not a cryptographic generator, but no input determines the token. -#}
{% macro redshift__random_token() -%}
    md5(cast(random() as varchar) || cast(random() as varchar) || cast(random() as varchar) || cast(getdate() as varchar))
{%- endmacro %}

{% macro fabric__random_token() -%}
    lower(cast(newid() as varchar(36)))
{%- endmacro %}
