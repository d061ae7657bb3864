{#- Rise ends the id of a question with the milliseconds at which it was answered: each answer would be an item of its own. -#}
{% macro without_answer_time(iri) -%}
    case
        when {{ matches(iri, '^http://[^/]+_rise(_[^/]*)?/.+_[0-9]{13}$') }}
            then {{ matched_group(iri, '^(.+)_[0-9]{13}$', 1) }}
        else {{ iri }}
    end
{%- endmacro %}

{#- H5P names a content's type by its library and the library's version. -#}
{% macro h5p_library(iri) -%}
    {{ matched_group(iri, '^(http://h5p[.]org/libraries/[^ ]+)-[0-9]+[.][0-9]+$', 1) }}
{%- endmacro %}
