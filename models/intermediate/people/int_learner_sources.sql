-- Which sources know whom: one row a person and source.
{% set shapes = [
    'people', 'enrollment_versions', 'attempts', 'submissions', 'grades', 'completions', 'attendance', 'posts',
    'content_registrations', 'org_memberships', 'events', 'daily_clicks',
] %}

with vault as (

    select * from {{ ref('learner_vault') }}

),

xapi_events as (

    select
        learner_id,
        source_id
    from {{ ref('int_xapi_events') }}
    group by
        learner_id,
        source_id

),

named as (

    {% for shape in shapes -%}
    select
        source_system,
        source_id,
        user_identifier
    from {{ ref('int_' ~ shape ~ '__unioned') }}
    {{ 'union distinct' if not loop.last }}
    {% endfor %}
)

select
    named.source_system,
    named.source_id,
    vault.learner_id
from named
inner join vault
    on named.user_identifier = vault.identifier
group by
    named.source_system,
    named.source_id,
    vault.learner_id
union all
select
    'xapi' as source_system,
    source_id,
    learner_id
from xapi_events
