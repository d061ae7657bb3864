{% macro last_by(expression, time, tiebreak, type, condition="1 = 1") %}
    {{ return(adapter.dispatch('last_by', 'learning_marts')(expression, time, tiebreak, type, condition)) }}
{% endmacro %}

{% macro default__last_by(expression, time, tiebreak, type, condition) %}
    {{ exceptions.raise_compiler_error("last_by has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/last_by.sql") }}
{% endmacro %}

{% macro duckdb__last_by(expression, time, tiebreak, type, condition) -%}
    max_by({{ expression }}, ({{ time }}, {{ tiebreak }})) filter (where {{ condition }} and ({{ expression }}) is not null)
{%- endmacro %}

{% macro spark__last_by(expression, time, tiebreak, type, condition) -%}
    max_by({{ expression }}, struct({{ time }}, {{ tiebreak }})) filter (where {{ condition }} and ({{ expression }}) is not null)
{%- endmacro %}

{% macro postgres__last_by(expression, time, tiebreak, type, condition) -%}
    (array_agg({{ expression }} order by {{ time }} desc, {{ tiebreak }} desc) filter (where {{ condition }} and ({{ expression }}) is not null))[1]
{%- endmacro %}

{% macro bigquery__last_by(expression, time, tiebreak, type, condition) -%}
    array_agg(case when {{ condition }} then {{ expression }} end ignore nulls order by {{ time }} desc, {{ tiebreak }} desc limit 1)[safe_offset(0)]
{%- endmacro %}

{% macro snowflake__last_by(expression, time, tiebreak, type, condition) -%}
    max_by({{ expression }}, case
        when {{ condition }} and ({{ expression }}) is not null then to_char({{ time }}, 'YYYY-MM-DD HH24:MI:SS.FF6') || {{ tiebreak }}
    end)
{%- endmacro %}

{#- This engine has no max_by, and a window cannot stand in a group. So the value is appended to its sort key of 226
    characters. -#}
{% macro redshift__last_by(expression, time, tiebreak, type, condition) -%}
    {%- set written = {
        'text': '(' ~ expression ~ ')',
        'float': 'cast(cast(' ~ expression ~ ' as decimal(38, 12)) as varchar)',
        'boolean': "case when (" ~ expression ~ ") then 'true' else 'false' end",
    }[type] -%}
    {%- set found -%}
    substring(max(case when {{ condition }} and ({{ expression }}) is not null
        then to_char({{ time }}, 'YYYY-MM-DD HH24:MI:SS.US') || rpad({{ tiebreak }}, 200, ' ') || {{ written }} end), 227)
    {%- endset -%}
    {{ {'text': found, 'float': 'cast(' ~ found ~ ' as double precision)', 'boolean': '(' ~ found ~ " = 'true')"}[type] }}
{%- endmacro %}

{#- This engine has no max_by, and a window cannot stand in a group. So the value is appended to its sort key of 226
    characters. -#}
{% macro fabric__last_by(expression, time, tiebreak, type, condition) -%}
    {%- set found -%}
    substring(max(case when {{ condition }} and ({{ expression }}) is not null
        then concat(convert(char(26), {{ time }}, 126), cast({{ tiebreak }} as char(200)), {{ 'cast(' ~ expression ~ ' as decimal(38, 12))' if type == 'float' else '(' ~ expression ~ ')' }}) end), 227, 8000)
    {%- endset -%}
    {{ {'text': found, 'float': 'cast(' ~ found ~ ' as float)', 'boolean': 'cast(' ~ found ~ ' as bit)'}[type] }}
{%- endmacro %}
