{{ config(enabled=uses('talentlms'), schema='pii') }}

with user_details as (

    {{ latest_records('talentlms', 'user_details', [
        ['user_id', ['id'], 'text'],
        ['branches', ['branches'], 'json'],
        ['teams', ['groups'], 'json'],
    ]) }}

),

{% for kind, list in [('branch', 'branches'), ('group', 'teams')] -%}
{{ kind }}_elements as (

    {{ json_each('user_details', list, ['source_id', 'user_id']) }}

),

{{ kind }}_memberships as (

    {{ json_fields(kind ~ '_elements', 'element', ['source_id', 'user_id'], [['unit_id', ['id'], 'string']]) }}

),

{% endfor -%}
memberships as (

    {% for kind, list in [('branch', 'branches'), ('group', 'teams')] -%}
    select
        source_id,
        user_id,
        {{ dbt.concat(["'" ~ kind ~ "/'", 'unit_id', "'/'", 'user_id']) }} as membership_id,
        {{ entity_key(kind, 'unit_id') }} as org_unit_key
    from {{ kind }}_memberships
    where unit_id is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select
    source_id,
    {{ entity_key('membership', 'membership_id') }} as membership_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    org_unit_key,
    {{ unknown('string') }} as manager_identifier,
    'learner' as membership_kind,
    {{ unknown('date') }} as starts_on,
    {{ unknown('date') }} as ends_on
from memberships
