{#- An address identifies the person only where the source has no id. -#}
{% macro person_identifier(user_id='user_id', institutional_id='institutional_id', email='email') -%}
    coalesce(
        {{ entity_key('user', user_id) }},
        {{ entity_key('user', institutional_id) }},
        case
            when {{ email }} like '%_@_%'
                then {{ dbt.concat(["'mbox:mailto:'", text_part(email, '@', 1), "'@'", 'lower(' ~ text_part(email, '@', 2) ~ ')']) }}
        end
    )
{%- endmacro %}

{% macro boolean_of_text(text) -%}
    case
        when lower({{ text }}) in ('true', 'yes', 'y', '1') then {{ boolean_value(true) }}
        when lower({{ text }}) in ('false', 'no', 'n', '0') then {{ boolean_value(false) }}
    end
{%- endmacro %}

{% macro known_word(text, words) -%}
    case when lower({{ text }}) in ('{{ words | join("', '") }}') then lower({{ text }}) end
{%- endmacro %}
