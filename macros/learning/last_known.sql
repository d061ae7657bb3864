{#- In a group of events: the latest value that is not NULL among those that meet the condition. -#}
{% macro last_known(expression, condition='true') -%}
    max_by({{ expression }}, (event_at, event_id)) filter (where {{ condition }} and ({{ expression }}) is not null)
{%- endmacro %}
