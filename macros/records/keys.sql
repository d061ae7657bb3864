{% macro entity_key(kind, id, table=none) -%}
    {%- set from = table ~ '.' if table else '' -%}
    case when {{ from }}{{ id }} is not null then {{ dbt.concat(["'" ~ kind ~ ":'", from ~ 'source_id', "'|'", 'cast(' ~ from ~ id ~ ' as ' ~ dbt.type_string() ~ ')']) }} end
{%- endmacro %}

{% macro unknown(type) -%}
    cast(null as {{ {'string': dbt.type_string(), 'float': double_type(), 'timestamp': dbt.type_timestamp(), 'boolean': dbt.type_boolean(), 'bigint': dbt.type_bigint(), 'date': 'date'}[type] }})
{%- endmacro %}
