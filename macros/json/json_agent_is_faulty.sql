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

{#- The same rules by json_kind_at and json_text_at. -#}
{% macro json_agent_breaks_rules(agent) -%}
    {%- set json = json_document(agent) -%}
    {%- set identifiers %}
        {%- for key in ['mbox', 'mbox_sha1sum', 'openid', 'account'] -%}
        case when {{ json_kind_at(json, [key]) }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor -%}
    {% endset -%}
    {{ agent }} is not null and (
        {{ json_agent_kind(agent) }} <> 'object'
        or ({{ identifiers }}) > 1
        or (
            ({{ identifiers }}) = 0
            and (coalesce({{ json_text_at(json, ['objectType']) }}, '') <> 'Group' or {{ json_kind_at(json, ['member']) }} is null)
        )
        or {{ json_kind_at(json, ['mbox']) }} <> 'string'
        or {{ json_kind_at(json, ['mbox_sha1sum']) }} <> 'string'
        or {{ json_kind_at(json, ['openid']) }} <> 'string'
        or {{ json_kind_at(json, ['account']) }} <> 'object'
        or ({{ json_kind_at(json, ['account']) }} = 'object' and (
            coalesce({{ json_kind_at(json, ['account', 'name']) }}, '') <> 'string'
            or coalesce({{ json_kind_at(json, ['account', 'homePage']) }}, '') <> 'string'
            or not {{ matches(json_text_at(json, ['account', 'homePage']), iri_pattern()) }}
        ))
        or {{ json_kind_at(json, ['member']) }} <> 'array'
    )
{%- endmacro %}

{#- An agent is an object if its text begins as one does: a fragment is either JSON or a bare string. -#}
{% macro json_agent_kind(agent) -%}
    case when left({{ agent }}, 1) = '{' then 'object' else 'other' end
{%- endmacro %}

{% macro spark__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}

{% macro postgres__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}

{% macro bigquery__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}

{% macro snowflake__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}

{% macro redshift__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}

{% macro fabric__json_agent_is_faulty(agent) -%}
    ({{ json_agent_breaks_rules(agent) }})
{%- endmacro %}
