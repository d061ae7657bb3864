-- A source knows a person who has an account there, or who occurs in any of its records.
{% set shapes = [
    'people', 'enrollment_versions', 'attempts', 'submissions', 'grades', 'completions', 'attendance', 'posts',
    'content_registrations', 'org_memberships', 'events', 'daily_clicks',
] %}

with learner_vault as (

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

source_identifiers as (

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
    source_identifiers.source_system,
    source_identifiers.source_id,
    learner_vault.learner_id
from source_identifiers
inner join learner_vault
    on source_identifiers.user_identifier = learner_vault.identifier
group by
    source_identifiers.source_system,
    source_identifiers.source_id,
    learner_vault.learner_id
union all
select
    'xapi' as source_system,
    source_id,
    learner_id
from xapi_events
