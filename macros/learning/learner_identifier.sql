{% macro learner_identifier(mbox, mbox_sha1sum, openid, home_page, account_name) -%}
    case
        when {{ matches(mbox, '^mailto:[^@]+@[^@]+$') }}
            then {{ dbt.concat(["'mbox:'", text_part(mbox, '@', 1), "'@'", 'lower(' ~ text_part(mbox, '@', 2) ~ ')']) }}
        when {{ matches(mbox_sha1sum, '^[0-9a-fA-F]{40}$') }} then {{ dbt.concat(["'mbox_sha1sum:'", 'lower(' ~ mbox_sha1sum ~ ')']) }}
        when {{ matches(openid, iri_pattern()) }} then {{ dbt.concat(["'openid:'", openid]) }}
        when {{ matches(home_page, iri_pattern()) }} and {{ account_name }} <> ''
            then {{ dbt.concat(["'account:'", home_page, "'|'", account_name]) }}
    end
{%- endmacro %}

{% macro iri_pattern() %}{{ return('^[A-Za-z][A-Za-z0-9+.-]*:[^ ]+$') }}{% endmacro %}

{% macro uuid_pattern() -%}
    {{ return('^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$') }}
{%- endmacro %}

{% macro timestamp_pattern() -%}
    {{ return('^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$') }}
{%- endmacro %}
