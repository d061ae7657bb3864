-- A later description may leave out details of an earlier one, so for each detail the last one that contains it counts.
{{ config(enabled=uses('caliper'), schema='pii') }}

{% set fields = [
    ['sent_at', ['_request', 'sendTime'], 'timestamp'],
    ['parent_number', ['subOrganizationOf', 'courseNumber'], 'text'],
    ['max_score', ['maxScore'], 'float'],
    ['due_at', ['dateToSubmit'], 'timestamp'],
] + caliper_entity('entity', [], caliper_person_fields() + caliper_group_fields()[1:3] + caliper_attempt_fields())
  + caliper_entity('parent', ['subOrganizationOf']) + caliper_entity('part', ['isPartOf'])
  + caliper_entity('assignee', ['assignee']) + caliper_entity('assignable', ['assignable']) %}
with landed_entities as (

    {{ all_records('caliper', 'entities', fields) }}

)

select
    source_id,
    entity_id,
    {{ caliper_term('entity_type') }} as entity_type,
    sent_at,
    load_id,
    record_number,
    entity_name,
    entity_identifiers,
    coalesce(entity_canvas_sis_id, entity_blackboard_external_id) as entity_institutional_id,
    entity_number,
    entity_session,
    entity_count,
    entity_started_at,
    entity_ended_at,
    {{ duration_seconds('entity_duration') }} as entity_seconds,
    {{ caliper_id('parent') }} as parent_id,
    parent_number,
    {{ caliper_id('part') }} as part_id,
    {{ caliper_id('assignee') }} as assignee_id,
    {{ caliper_id('assignable') }} as assignable_id,
    {{ caliper_term('assignable_type') }} as assignable_type,
    max_score,
    due_at
from landed_entities
where entity_id is not null
