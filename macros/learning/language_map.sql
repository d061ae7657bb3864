{#- The configured languages of a language map as fields; und is the tag for an undetermined language. -#}
{% macro language_fields() %}
    {%- set fields = [] %}
    {%- for language in var('languages') + ['und'] %}
        {%- do fields.append(['name_' ~ loop.index, [language], 'string']) %}
    {%- endfor %}
    {%- do fields.append(['name_map', [], 'json']) %}
    {{ return(fields) }}
{% endmacro %}

{#- The name in the first configured language that the map has, else in the first language it lists. -#}
{% macro first_language(relation) -%}
    coalesce(
        {%- for language in var('languages') + ['und'] %}
        {{ relation }}.name_{{ loop.index }},
        {%- endfor %}
        {{ matched_group(relation ~ '.name_map', '^[{]\\s*"[^"]*"\\s*:\\s*"([^"]*)"', 1) }}
    )
{%- endmacro %}
