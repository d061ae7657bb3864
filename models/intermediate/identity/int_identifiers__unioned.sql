{{ config(materialized='table', schema='pii') }}

{% set shapes = [
    'enrollment_versions', 'attempts', 'submissions', 'grades', 'completions', 'attendance', 'posts',
    'content_registrations', 'org_memberships', 'events', 'daily_clicks',
] %}

with actors as (

    select * from {{ ref('int_actors') }}

),

people as (

    select * from {{ ref('int_people__unioned') }}

),

-- Some people have no account record and are known only by what they did.
{% for shape in shapes -%}
identifiers_in_{{ shape }} as (

    select
        user_identifier as identifier,
        max({{ learns_in('source_system') }}) as learns
    from {{ ref('int_' ~ shape ~ '__unioned') }}
    group by user_identifier

),

{% endfor -%}
identifier_mentions as (

    select
        identifier,
        person_name,
        1 as learns
    from actors
    union all
    select
        user_identifier as identifier,
        person_name,
        {{ learns_in('source_system') }} as learns
    from people
    {%- for shape in shapes %}
    union all
    select
        identifier,
        cast(null as {{ dbt.type_string() }}) as person_name,
        learns
    from identifiers_in_{{ shape }}
    {%- endfor %}

)

select
    identifier,
    max(person_name) as person_name,
    {{ as_boolean('max(learns) = 1') }} as is_of_learning
from identifier_mentions
where identifier is not null
group by identifier
