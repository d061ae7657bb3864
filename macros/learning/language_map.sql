{% macro language_fields() %}
    {%- set fields = [] %}
    {%- for language in var('languages') + ['und'] %}
        {%- do fields.append(['name_' ~ loop.index, [language], 'string']) %}
    {%- endfor %}
    {%- do fields.append(['name_map', [], 'json']) %}
    {{ return(fields) }}
{% endmacro %}

{% macro first_language(relation) -%}
    coalesce(
        {%- for language in var('languages') + ['und'] %}
        {{ relation }}.name_{{ loop.index }},
        {%- endfor %}
        {{ matched_group(relation ~ '.name_map', '^[{]\\s*"[^"]*"\\s*:\\s*"([^"]*)"', 1) }}
    )
{%- endmacro %}
