{#- Text that learners write themselves may be personal, so marts do not contain it. -#}
{% macro closed_response(interaction_type, response) -%}
    case
        when {{ interaction_type }} in ('true-false', 'choice', 'likert', 'matching', 'sequencing') then {{ response }}
    end
{%- endmacro %}
