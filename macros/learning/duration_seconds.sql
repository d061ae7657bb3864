{% macro duration_seconds(text) -%}
    case
        when {{ matches(text, iso_week_pattern()) }}
            then {{ try_cast_to(matched_group(text, '^P([0-9.]+)W$', 1), 'double precision') }} * 604800
        when {{ matches(text, iso_duration_pattern()) }}
            then floor(100 * (
                {%- for unit in [('^P([0-9.]+)Y', 31536000), ('^P[^T]*?([0-9.]+)M', 2592000), ('([0-9.]+)D', 86400),
                                 ('T([0-9.]+)H', 3600), ('T[^M]*?([0-9.]+)M', 60), ('([0-9.]+)S$', 1)] %}
                coalesce({{ try_cast_to(matched_group(text, unit[0], 1), 'double precision') }}, 0) * {{ unit[1] }}{{ ' + ' if not loop.last }}
                {%- endfor %}
            ) + 0.0000001) / 100
    end
{%- endmacro %}

{% macro iso_week_pattern() %}{{ return('^P[0-9]+([.][0-9]+)?W$') }}{% endmacro %}

{% macro iso_duration_pattern() -%}
    {{ return('^P([0-9]+([.][0-9]+)?Y)?([0-9]+([.][0-9]+)?M)?([0-9]+([.][0-9]+)?D)?(T([0-9]+([.][0-9]+)?H)?([0-9]+([.][0-9]+)?M)?([0-9]+([.][0-9]+)?S)?)?$') }}
{%- endmacro %}
