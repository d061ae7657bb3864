{#- True where an xAPI agent or group (JSON text) breaks the rules: no or several identifiers, an identifier of
    the wrong type, an anonymous group without members, members that are no list. NULL where there is none. -#}
{% macro json_agent_is_faulty(agent) %}
    {{ return(adapter.dispatch('json_agent_is_faulty', 'learning_marts')(agent)) }}
{% endmacro %}

{% macro default__json_agent_is_faulty(agent) %}
    {{ exceptions.raise_compiler_error("json_agent_is_faulty has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_agent_is_faulty.sql") }}
{% endmacro %}

{% macro duckdb__json_agent_is_faulty(agent) -%}
    {%- set json = 'try_cast(' ~ agent ~ ' as json)' -%}
    case when {{ agent }} is not null then
        coalesce(json_type({{ json }}), 'NULL') <> 'OBJECT'
        or len(list_intersect(json_keys({{ json }}), ['mbox', 'mbox_sha1sum', 'openid', 'account'])) > 1
        or (
            len(list_intersect(json_keys({{ json }}), ['mbox', 'mbox_sha1sum', 'openid', 'account'])) = 0
            and (json_extract_string({{ json }}, '$.objectType') is distinct from 'Group' or json_type({{ json }}, '$.member') is null)
        )
        or json_type({{ json }}, '$.mbox') <> 'VARCHAR'
        or json_type({{ json }}, '$.mbox_sha1sum') <> 'VARCHAR'
        or json_type({{ json }}, '$.openid') <> 'VARCHAR'
        or json_type({{ json }}, '$.account') <> 'OBJECT'
        or (json_type({{ json }}, '$.account') = 'OBJECT' and (
            json_type({{ json }}, '$.account.name') is distinct from 'VARCHAR'
            or json_type({{ json }}, '$.account.homePage') is distinct from 'VARCHAR'
            or not regexp_matches(json_extract_string({{ json }}, '$.account.homePage'), '{{ iri_pattern() }}')
        ))
        or json_type({{ json }}, '$.member') <> 'ARRAY'
    end
{%- endmacro %}
