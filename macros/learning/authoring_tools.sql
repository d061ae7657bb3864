{#- Rise appends the time of the answer to the id of a question, which would make each answer an item of its own. -#}
{% macro without_answer_time(iri) -%}
    case
        when {{ matches(iri, '^http://[^/]+_rise(_[^/]*)?/.+_[0-9]{13}$') }}
            then {{ matched_group(iri, '^(.+)_[0-9]{13}$', 1) }}
        else {{ iri }}
    end
{%- endmacro %}

{#- H5P names the type of content by its library with the version of the library. -#}
{% macro h5p_library(iri) -%}
    {{ matched_group(iri, '^(http://h5p[.]org/libraries/[^ ]+)-[0-9]+[.][0-9]+$', 1) }}
{%- endmacro %}
