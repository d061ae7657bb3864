{#- True where a JSON object has a key outside the allowed list; NULL where there is no object. -#}
{% macro json_has_other_keys(json, allowed) %}
    {{ return(adapter.dispatch('json_has_other_keys', 'learning_marts')(json, allowed)) }}
{% endmacro %}

{% macro default__json_has_other_keys(json, allowed) %}
    {{ exceptions.raise_compiler_error("json_has_other_keys has no implementation for " ~ adapter.type() ~ ": add it to macros/json/json_has_other_keys.sql") }}
{% endmacro %}

{% macro duckdb__json_has_other_keys(json, allowed) -%}
    (len(list_filter(json_keys(try_cast({{ json }} as json)), lambda k: k not in ('{{ allowed | join("', '") }}'))) > 0)
{%- endmacro %}
