{#- A division by zero is an error on some engines, so a whole of 0 gives NULL. -#}
{% macro share_of(part, whole) -%}
    cast({{ part }} as {{ double_type() }}) / nullif({{ whole }}, 0)
{%- endmacro %}

{#- A row is in the middle if twice its place lies between the size of the group and the size plus 2. -#}
{% macro median_of(value, place, size) -%}
    avg(case when 2 * {{ place }} between {{ size }} and {{ size }} + 2 then {{ value }} end)
{%- endmacro %}

{% macro is_active_day() -%}
    {{ as_boolean(
        'events + clicks >= ' ~ var('active_day_minimum_events')
        ~ ' or attempts + submissions + posts + meetings_attended > 0'
    ) }}
{%- endmacro %}

{#- The query joins `visits` with dim_activity, named `activities`. -#}
{% macro visit_measures() -%}
        {{ whole_sum('visits.events') }} as events,
        count(distinct visits.session_id) as sessions,
        count(distinct visits.activity_id) as activities,
        count(distinct case when activities.activity_kind = 'page' then visits.activity_id end) as pages,
        {{ whole_sum('visits.item_responses') }} as item_responses,
        {{ exact_sum('visits.active_seconds') }} as active_seconds
{%- endmacro %}

{#- NULL does not count, in contrast to the function greatest of some engines. -#}
{% macro later_of(one, other) -%}
    case when {{ one }} is null or {{ one }} < {{ other }} then {{ other }} else {{ one }} end
{%- endmacro %}

{#- NULL does not count, in contrast to the function least of some engines. -#}
{% macro earlier_of(one, other) -%}
    case when {{ one }} is null or {{ one }} > {{ other }} then {{ other }} else {{ one }} end
{%- endmacro %}

{#- These kinds hold content or accompany it, but are not content themselves. -#}
{% macro is_no_content(kind) -%}
    {{ kind }} in ('course', 'module', 'collection', 'heading', 'program', 'line_item', 'person', 'profile')
{%- endmacro %}

{#- Marts treat the last observed day as the present, so that they do not change while no data arrives. -#}
{% macro last_observed_day() -%}
    select max(date_day) as last_day
    from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}
{%- endmacro %}

{#- A membership without a date is open on that side. -#}
{% macro holds_on(membership, day) -%}
    ({{ membership }}.starts_date is null or {{ membership }}.starts_date <= {{ day }})
    and ({{ membership }}.ends_date is null or {{ membership }}.ends_date >= {{ day }})
{%- endmacro %}
