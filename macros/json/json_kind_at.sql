{% macro json_kind_at(document, path) %}
    {{ return(adapter.dispatch('json_kind_at', 'learning_marts')(document, path)) }}
{% endmacro %}

{% macro default__json_kind_at(document, path) %}
    {{ exceptions.raise_compiler_error("json_kind_at has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_kind_at.sql") }}
{% endmacro %}

{% macro spark__json_kind_at(document, path) -%}
    case
        when is_variant_null(try_variant_get({{ document }}, '${% for key in path %}{{ json_step(key, '["', '"]') }}{% endfor %}', 'variant')) then 'null'
        else case regexp_extract(schema_of_variant(try_variant_get({{ document }}, '${% for key in path %}{{ json_step(key, '["', '"]') }}{% endfor %}', 'variant')), '^[A-Z]+', 0)
            when 'OBJECT' then 'object' when 'ARRAY' then 'array' when 'STRING' then 'string' when 'BOOLEAN' then 'boolean'
            when 'BIGINT' then 'number' when 'DECIMAL' then 'number' when 'DOUBLE' then 'number'
        end
    end
{%- endmacro %}

{% macro postgres__json_kind_at(document, path) -%}
    json_typeof({{ document }} #> {{ postgres_json_path(path) }})
{%- endmacro %}

{% macro bigquery__json_kind_at(document, path) -%}
    json_type(json_query({{ document }}, {{ dollar_json_path(path) }}))
{%- endmacro %}

{% macro snowflake__json_kind_at(document, path) -%}
    case typeof({{ document }}{% for key in path %}{{ json_step(key, "['", "']") }}{% endfor %})
        when 'OBJECT' then 'object' when 'ARRAY' then 'array' when 'VARCHAR' then 'string' when 'BOOLEAN' then 'boolean' when 'NULL_VALUE' then 'null'
        when 'INTEGER' then 'number' when 'DECIMAL' then 'number' when 'DOUBLE' then 'number'
    end
{%- endmacro %}

{% macro redshift__json_kind_at(document, path) -%}
    json_typeof({{ redshift_json_path(document, path) }})
{%- endmacro %}

{% macro fabric__json_kind_at(document, path) -%}
    (
        select case [type]
            when 0 then 'null' when 1 then 'string' when 2 then 'number' when 3 then 'boolean' when 4 then 'array' when 5 then 'object'
        end
        from openjson({{ document }}, {{ dollar_json_path(path[:-1]) }})
        where [key] = '{{ path[-1] }}'
    )
{%- endmacro %}
