{#- SCORM 1.2 allows two to four digits of hours. Systems send more, and minutes above 59, which still are a duration. -#}
{% macro timespan_seconds(text) -%}
    case
        when {{ matches(text, '^[0-9]+:[0-9]+:[0-9]+([.][0-9]+)?$') }}
            then
                {%- for part, seconds in [('^([0-9]+):', 3600), ('^[0-9]+:([0-9]+):', 60), (':([0-9.]+)$', 1)] %}
                {{ try_cast_to(matched_group(text, part, 1), 'double precision') }} * {{ seconds }}{{ ' +' if not loop.last }}
                {%- endfor %}
    end
{%- endmacro %}
