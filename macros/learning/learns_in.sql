{% macro learns_in(source_system) -%}
    case when {{ source_system }} in ('bamboohr', 'salesforce') then 0 else 1 end
{%- endmacro %}
