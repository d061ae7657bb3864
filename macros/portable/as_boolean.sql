{% macro as_boolean(condition) %}
    {{ return(adapter.dispatch('as_boolean', 'learning_marts')(condition)) }}
{% endmacro %}

{% macro default__as_boolean(condition) %}
    {{ exceptions.raise_compiler_error("as_boolean has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/as_boolean.sql") }}
{% endmacro %}

{% macro duckdb__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{% macro spark__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{% macro postgres__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{% macro bigquery__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{% macro snowflake__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{% macro redshift__as_boolean(condition) -%}
    ({{ condition }})
{%- endmacro %}

{#- T-SQL has no boolean values, only bits. -#}
{% macro fabric__as_boolean(condition) -%}
    cast(case when {{ condition }} then 1 when not ({{ condition }}) then 0 end as bit)
{%- endmacro %}
