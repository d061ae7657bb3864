{#- Moodle's lists of contents, grades and completions identify an activity by its module and its id in that module. -#}
{% macro moodle_activity_key(module_name, instance_id) -%}
    case when {{ module_name }} is not null and {{ instance_id }} is not null then {{ dbt.concat([module_name, "':'", 'source_id', "'|'", instance_id]) }} end
{%- endmacro %}
