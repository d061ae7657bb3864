{#- A part of a whole, from 0 to 1. -#}
{% macro share_of(part, whole) -%}
    cast({{ part }} as {{ double_type() }}) / nullif({{ whole }}, 0)
{%- endmacro %}

{#- The median of a group whose rows know their place in it (from 1) and how many they are. -#}
{% macro median_of(value, place, size) -%}
    avg(case when 2 * {{ place }} between {{ size }} and {{ size }} + 2 then {{ value }} end)
{%- endmacro %}

{% macro is_active_day() -%}
    {{ as_boolean(
        'events + clicks >= ' ~ var('active_day_minimum_events')
        ~ ' or attempts + submissions + posts + meetings_attended > 0'
    ) }}
{%- endmacro %}

{#- What visits of activities come to; `visits` is joined with dim_activity. -#}
{% macro visit_measures() -%}
        {{ whole_sum('visits.events') }} as events,
        count(distinct visits.session_id) as sessions,
        count(distinct visits.activity_id) as activities,
        count(distinct case when activities.activity_kind = 'page' then visits.activity_id end) as pages,
        {{ whole_sum('visits.item_responses') }} as item_responses,
        {{ exact_sum('visits.active_seconds') }} as active_seconds
{%- endmacro %}

{#- The later of two dates, or the one that is known. -#}
{% macro later_of(one, other) -%}
    case when {{ one }} is null or {{ one }} < {{ other }} then {{ other }} else {{ one }} end
{%- endmacro %}

{#- The earlier of two dates, or the one that is known. -#}
{% macro earlier_of(one, other) -%}
    case when {{ one }} is null or {{ one }} > {{ other }} then {{ other }} else {{ one }} end
{%- endmacro %}

{#- Kinds of activities that are no part of what a course has to offer. -#}
{% macro is_no_content(kind) -%}
    {{ kind }} in ('course', 'module', 'collection', 'heading', 'program', 'line_item', 'person', 'profile')
{%- endmacro %}

{#- The day as which marts see the present: one row with last_day. -#}
{% macro last_observed_day() -%}
    select max(date_day) as last_day
    from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}
{%- endmacro %}

{#- Whether a membership of an organization unit holds on a day. An open end has no date. -#}
{% macro holds_on(membership, day) -%}
    ({{ membership }}.starts_date is null or {{ membership }}.starts_date <= {{ day }})
    and ({{ membership }}.ends_date is null or {{ membership }}.ends_date >= {{ day }})
{%- endmacro %}
