{% macro fingerprint(columns) %}
    {{ return(adapter.dispatch('fingerprint', 'learning_marts')(columns)) }}
{% endmacro %}

{% macro default__fingerprint(columns) %}
    {{ exceptions.raise_compiler_error("fingerprint has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/fingerprint.sql") }}
{% endmacro %}

{% macro duckdb__fingerprint(columns) -%}
    cast(sum(cast(hash({{ columns | join(', ') }}) as hugeint)) as varchar)
{%- endmacro %}

{% macro spark__fingerprint(columns) -%}
    cast(sum(cast(xxhash64({{ columns | join(', ') }}) as decimal(38, 0))) as string)
{%- endmacro %}

{% macro postgres__fingerprint(columns) -%}
    cast(sum(cast(hashtextextended(cast(row({{ columns | join(', ') }}) as text), 0) as numeric)) as varchar)
{%- endmacro %}

{% macro bigquery__fingerprint(columns) -%}
    cast(sum(cast(farm_fingerprint(to_json_string(struct({{ columns | join(', ') }}))) as bignumeric)) as string)
{%- endmacro %}

{% macro snowflake__fingerprint(columns) -%}
    cast(hash_agg({{ columns | join(', ') }}) as varchar)
{%- endmacro %}

{#- The first 15 hex digits of an MD5 as a number. -#}
{% macro redshift__fingerprint(columns) -%}
    cast(sum(cast(strtol(substring(md5({% for column in columns %}coalesce(cast({{ column }} as varchar), '~'){{ " || '|' || " if not loop.last }}{% endfor %}), 1, 15), 16) as decimal(38, 0))) as varchar)
{%- endmacro %}

{% macro fabric__fingerprint(columns) -%}
    cast(sum(cast(cast(hashbytes('MD5', concat_ws('|'{% for column in columns %}, coalesce(cast({{ column }} as varchar(8000)), '~'){% endfor %})) as binary(8)) as decimal(38, 0))) as varchar(40))
{%- endmacro %}
