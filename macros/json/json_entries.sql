{% macro json_entries(relation, json_column, keep) %}
    {{ return(adapter.dispatch('json_entries', 'learning_marts')(relation, json_column, keep)) }}
{% endmacro %}

{% macro default__json_entries(relation, json_column, keep) %}
    {{ exceptions.raise_compiler_error("json_entries has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_entries.sql") }}
{% endmacro %}

{% macro duckdb__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        json_key as entry_key,
        json_extract_string(json_object, '/' || replace(replace(json_key, '~', '~0'), '/', '~1')) as entry_value
    from (
        select
            {{ keep | join(', ') }},
            json_object,
            unnest(json_keys(json_object)) as json_key
        from (
            select
                {{ keep | join(', ') }},
                try_cast({{ json_column }} as json) as json_object
            from {{ relation }}
        )
        where json_type(json_object) = 'OBJECT'
    )
{% endmacro %}

{% macro spark__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entry_key,
        entry_value
    from {{ relation }}
    lateral view explode(from_json({{ json_column }}, 'map<string,string>')) entries as entry_key, entry_value
{% endmacro %}

{% macro postgres__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entries.entry_key,
        entries.entry_value
    from {{ relation }}
    cross join lateral json_each_text(
        case json_typeof(cast({{ json_column }} as json)) when 'object' then cast({{ json_column }} as json) else cast('{}' as json) end
    ) as entries (entry_key, entry_value)
{% endmacro %}

{% macro bigquery__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entry_key,
        lax_string(json_object[entry_key]) as entry_value
    from (
        select
            {{ keep | join(', ') }},
            safe.parse_json({{ json_column }}, wide_number_mode => 'round') as json_object
        from {{ relation }}
    ) as documents
    cross join unnest(json_keys(json_object, 1)) as entry_key
{% endmacro %}

{% macro snowflake__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entries.key as entry_key,
        cast(entries.value as varchar) as entry_value
    from {{ relation }},
    lateral flatten(input => as_object(try_parse_json({{ json_column }}))) as entries
{% endmacro %}

{% macro redshift__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entry_key,
        cast(entry_value as varchar) as entry_value
    from (
        select
            {{ keep | join(', ') }},
            {{ json_document(json_column) }} as json_object
        from {{ relation }}
    ) as documents, unpivot documents.json_object as entry_value at entry_key
{% endmacro %}

{% macro fabric__json_entries(relation, json_column, keep) %}
    select
        {{ keep | join(', ') }},
        entries.[key] as entry_key,
        entries.[value] as entry_value
    from {{ relation }}
    cross apply openjson(case when isjson({{ json_column }}) = 1 and left({{ json_column }}, 1) = '{' then {{ json_column }} else '{}' end) as entries
{% endmacro %}
