{% macro joined_codes(codes) %}
    {{ return(adapter.dispatch('joined_codes', 'learning_marts')(codes)) }}
{% endmacro %}

{% macro default__joined_codes(codes) -%}
    nullif(concat_ws(',', {{ codes | join(', ') }}), '')
{%- endmacro %}

{% macro bigquery__joined_codes(codes) -%}
    nullif(array_to_string([{{ codes | join(', ') }}], ','), '')
{%- endmacro %}

{#- Here concat_ws returns NULL if any part is NULL. -#}
{% macro snowflake__joined_codes(codes) -%}
    nullif(array_to_string(array_construct_compact({{ codes | join(', ') }}), ','), '')
{%- endmacro %}

{#- This engine has no concat_ws. A code never contains a comma. -#}
{% macro redshift__joined_codes(codes) -%}
    nullif(ltrim({% for code in codes %}coalesce(',' || {{ code }}, ''){{ ' || ' if not loop.last }}{% endfor %}, ','), '')
{%- endmacro %}
