{% macro try_cast_to(expression, type) %}
    {{ return(adapter.dispatch('try_cast_to', 'learning_marts')(expression, type)) }}
{% endmacro %}

{% macro default__try_cast_to(expression, type) -%}
    try_cast({{ expression }} as {{ type }})
{%- endmacro %}

{% macro spark__try_cast_to(expression, type) -%}
    try_cast({{ expression }} as {{ 'double' if type == 'double precision' else type }})
{%- endmacro %}

{#- This engine has no try_cast. CASE casts only texts of the right form. -#}
{% macro postgres__try_cast_to(expression, type) -%}
    {%- set patterns = {
        'double precision': '^ *[+-]?([0-9]{1,255}([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,2})? *$',
        'bigint': '^ *[+-]?[0-9]{1,18} *$',
        'integer': '^ *[+-]?[0-9]{1,9} *$',
    } -%}
    {%- if type not in patterns -%}
        {{ exceptions.raise_compiler_error("try_cast_to cannot read " ~ type ~ " on postgres: add its pattern to macros/portable/try_cast_to.sql") }}
    {%- endif -%}
    case when {{ expression }} ~ '{{ patterns[type] }}' then cast({{ expression }} as {{ type }}) end
{%- endmacro %}

{% macro bigquery__try_cast_to(expression, type) -%}
    safe_cast({{ expression }} as {{ {'double precision': 'float64', 'bigint': 'int64', 'integer': 'int64'}.get(type, type) }})
{%- endmacro %}

{#- Without this macro, dbt would use the one for PostgreSQL. -#}
{% macro redshift__try_cast_to(expression, type) -%}
    {{ learning_marts.default__try_cast_to(expression, type) }}
{%- endmacro %}

{% macro fabric__try_cast_to(expression, type) -%}
    try_cast({{ expression }} as {{ 'float' if type == 'double precision' else type }})
{%- endmacro %}
