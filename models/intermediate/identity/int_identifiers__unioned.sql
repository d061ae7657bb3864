{{ config(materialized='table', schema='pii') }}

{% set shapes = [
    'people', 'enrollment_versions', 'attempts', 'submissions', 'grades', 'completions', 'attendance', 'posts',
    'content_registrations', 'org_memberships', 'events', 'daily_clicks',
] %}

with actors as (

    select * from {{ ref('int_actors') }}

),

people as (

    select * from {{ ref('int_people__unioned') }}

),

-- Some are known only by what they did.
{% for shape in shapes -%}
seen_in_{{ shape }} as (

    select distinct user_identifier from {{ ref('int_' ~ shape ~ '__unioned') }}

),

{% endfor -%}
unioned as (

    select
        identifier,
        person_name
    from actors
    union all
    select
        user_identifier as identifier,
        person_name
    from people
    {%- for shape in shapes %}
    union all
    select
        user_identifier as identifier,
        cast(null as {{ dbt.type_string() }}) as person_name
    from seen_in_{{ shape }}
    {%- endfor %}

)

select
    identifier,
    max(person_name) as person_name
from unioned
where identifier is not null
group by identifier
