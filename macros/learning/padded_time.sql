{#- Engines do not read a time without leading zeros, and some read at most six digits of a second. -#}
{% macro padded_time(text) -%}
    {%- set parts = [
        '^[0-9]{4}-([0-9]{1,2})-', '^[0-9]{4}-[0-9]{1,2}-([0-9]{1,2})T', 'T([0-9]{1,2}):', 'T[0-9]{1,2}:([0-9]{1,2}):',
        'T[0-9]{1,2}:[0-9]{1,2}:([0-9]{1,2})',
    ] -%}
    {%- set padded = [matched_group(text, '^([0-9]{4})-', 1)] -%}
    {%- for pattern in parts -%}
        {%- do padded.append("'" ~ ['-', '-', 'T', ':', ':'][loop.index0] ~ "'") -%}
        {%- do padded.append('right(' ~ dbt.concat(["'0'", matched_group(text, pattern, 1)]) ~ ', 2)') -%}
    {%- endfor -%}
    {%- do padded.append("coalesce(" ~ matched_group(text, 'T[0-9:]+([.][0-9]{1,6})', 1) ~ ", '')") -%}
    {%- do padded.append("coalesce(" ~ matched_group(text, '(Z|[+-][0-9:]+)$', 1) ~ ", '')") -%}
    case
        when {{ matches(text, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}T[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.][0-9]+)?(Z|[+-][0-9:]+)?$') }}
            then {{ dbt.concat(padded) }}
        else {{ text }}
    end
{%- endmacro %}
