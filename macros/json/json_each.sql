{% macro json_each(relation, json_column, keep) %}
    {{ return(adapter.dispatch('json_each', 'learning_marts')(relation, json_column, keep)) }}
{% endmacro %}

{% macro default__json_each(relation, json_column, keep) %}
    {{ exceptions.raise_compiler_error("json_each has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_each.sql") }}
{% endmacro %}

{% macro duckdb__json_each(relation, json_column, keep) %}
    {#- A fragment that is a bare string is not JSON and has no elements. -#}
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

{% macro spark__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        element,
        cast(position_from_zero + 1 as bigint) as position
    from (
        select
            {{ keep | join(', ') }},
            case
                when left({{ json_column }}, 1) = '[' then from_json({{ json_column }}, 'array<string>')
                when left({{ json_column }}, 1) = '{' then array({{ json_column }})
            end as json_elements
        from {{ relation }}
        where {{ json_column }} is not null
    ) as lists
    lateral view posexplode(json_elements) elements as position_from_zero, element
{% endmacro %}

{% macro postgres__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        cast(elements.element as varchar) as element,
        elements.position
    from {{ relation }}
    cross join lateral json_array_elements(
        case json_typeof(cast({{ json_column }} as json))
            when 'array' then cast({{ json_column }} as json)
            when 'object' then json_build_array(cast({{ json_column }} as json))
            else cast('[]' as json)
        end
    ) with ordinality as elements (element, position)
    where {{ json_column }} is not null
{% endmacro %}

{% macro bigquery__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        element,
        position_from_zero + 1 as position
    from {{ relation }}
    cross join unnest(
        case json_type(safe.parse_json({{ json_column }}, wide_number_mode => 'round'))
            when 'array' then json_query_array({{ json_column }})
            when 'object' then [{{ json_column }}]
        end
    ) as element with offset as position_from_zero
    where {{ json_column }} is not null
{% endmacro %}

{% macro snowflake__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        to_json(elements.value) as element,
        elements.index + 1 as position
    from (
        select
            {{ keep | join(', ') }},
            case
                when is_array(try_parse_json({{ json_column }})) then try_parse_json({{ json_column }})
                when is_object(try_parse_json({{ json_column }})) then array_construct(try_parse_json({{ json_column }}))
            end as json_elements
        from {{ relation }}
        where {{ json_column }} is not null
    ) as lists,
    lateral flatten(input => json_elements) as elements
{% endmacro %}

{% macro redshift__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        json_serialize(element) as element,
        position_from_zero + 1 as position
    from (
        select
            {{ keep | join(', ') }},
            case
                when is_array(json_document) then json_document
                when is_object(json_document) then array(json_document)
            end as json_elements
        from (
            select
                {{ keep | join(', ') }},
                case when can_json_parse({{ json_column }}) then json_parse({{ json_column }}) end as json_document
            from {{ relation }}
        ) as documents
    ) as lists, lists.json_elements as element at position_from_zero
{% endmacro %}

{% macro fabric__json_each(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        elements.[value] as element,
        cast(elements.[key] as bigint) + 1 as position
    from {{ relation }}
    cross apply openjson(
        case
            when isjson({{ json_column }}) = 0 then '[]'
            when left({{ json_column }}, 1) = '[' then {{ json_column }}
            when left({{ json_column }}, 1) = '{' then concat('[', {{ json_column }}, ']')
            else '[]'
        end
    ) as elements
    where {{ json_column }} is not null
{% endmacro %}
