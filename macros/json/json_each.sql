{#- One row for each element of a JSON array (a lone object counts as an array of one):
    the kept columns, element (JSON text) and position (from 1). -#}
{% macro json_each(relation, json_column, keep) %}
    {{ return(adapter.dispatch('json_each', 'learning_marts')(relation, json_column, keep)) }}
{% endmacro %}

{% macro default__json_each(relation, json_column, keep) %}
    {{ exceptions.raise_compiler_error("json_each has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_each.sql") }}
{% endmacro %}

{% macro duckdb__json_each(relation, json_column, keep) %}
    {%- set json = 'try_cast(' ~ json_column ~ ' as json)' %}
    select
        {{ keep | join(', ') }},
        cast(unnest(json_elements) as varchar) as element,
        generate_subscripts(json_elements, 1) as position
    from (
        select
            {{ keep | join(', ') }},
            case
                when json_type({{ json }}) = 'ARRAY' then json_extract({{ json }}, '$[*]')
                when json_type({{ json }}) = 'OBJECT' then [{{ json }}]
            end as json_elements
        from {{ relation }}
        where {{ json_column }} is not null
    )
{% endmacro %}
