{% macro address_identifier(address) -%}
    case
        when {{ matches(address, '^[^@ ]+@[^@ ]+$') }}
            then {{ dbt.concat(["'mbox:mailto:'", text_part(address, '@', 1), "'@'", 'lower(' ~ text_part(address, '@', 2) ~ ')']) }}
    end
{%- endmacro %}
