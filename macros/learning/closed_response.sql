{#- What was answered, where the kind of question offers the answers; what learners write themselves stays behind. -#}
{% macro closed_response(interaction_type, response) -%}
    case
        when {{ interaction_type }} in ('true-false', 'choice', 'likert', 'matching', 'sequencing') then {{ response }}
    end
{%- endmacro %}
