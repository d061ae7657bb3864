{% macro text_rows(relation, text, separator, keep) %}
    {{ return(adapter.dispatch('text_rows', 'learning_marts')(relation, text, separator, keep)) }}
{% endmacro %}

{% macro default__text_rows(relation, text, separator, keep) %}
    {{ exceptions.raise_compiler_error("text_rows has no implementation for " ~ adapter.type() ~ ": add it to macros/portable/text_rows.sql") }}
{% endmacro %}

{% macro duckdb__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, unnest(string_split({{ text }}, '{{ separator }}')) as part from {{ relation }}
{%- endmacro %}

{% macro spark__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, part from {{ relation }} lateral view explode(split({{ text }}, '\\Q{{ separator }}\\E')) parts as part
{%- endmacro %}

{% macro postgres__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, part from {{ relation }} cross join lateral unnest(string_to_array({{ text }}, '{{ separator }}')) as parts (part)
{%- endmacro %}

{% macro bigquery__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, part from {{ relation }} cross join unnest(split({{ text }}, '{{ separator }}')) as part
{%- endmacro %}

{% macro snowflake__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, parts.value as part from {{ relation }}, lateral split_to_table({{ text }}, '{{ separator }}') as parts
{%- endmacro %}

{% macro redshift__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, cast(part as varchar) as part
    from (
        select whole.*, split_to_array({{ text }}, '{{ separator }}') as parts from {{ relation }} as whole
    ) as lists, lists.parts as part
{%- endmacro %}

{#- string_split needs a separator of one character, so the unit separator replaces the longer one. -#}
{% macro fabric__text_rows(relation, text, separator, keep) -%}
    select {{ keep | join(', ') }}, parts.value as part
    from {{ relation }} cross apply string_split(replace({{ text }}, '{{ separator }}', char(31)), char(31)) as parts
{%- endmacro %}
