-- Attempts come as the outcome of a start, as the object of a grade, or as described entities.
{{ config(enabled=uses('caliper'), schema='pii') }}

with events as (

    select * from {{ ref('base_caliper__events') }}
    where rejection_reasons is null

),

entities as (

    select * from {{ ref('base_caliper__entities') }}
    where entity_type = 'Attempt'

),

mentions as (

    select
        source_id,
        generated_id as attempt_id,
        generated_part_id as part_id,
        assignee_id,
        assignable_id,
        assignable_type,
        generated_count as attempt_count,
        generated_started_at as started_at,
        generated_ended_at as ended_at,
        generated_seconds as seconds
    from events
    where generated_type = 'Attempt'
    union all
    select
        source_id,
        object_id as attempt_id,
        object_part_id as part_id,
        assignee_id,
        assignable_id,
        assignable_type,
        object_count as attempt_count,
        object_started_at as started_at,
        object_ended_at as ended_at,
        object_seconds as seconds
    from events
    where object_type = 'Attempt'
    union all
    select
        source_id,
        stated_attempt_id as attempt_id,
        attempt_part_id as part_id,
        assignee_id,
        assignable_id,
        assignable_type,
        {{ unknown('bigint') }} as attempt_count,
        {{ unknown('timestamp') }} as started_at,
        {{ unknown('timestamp') }} as ended_at,
        {{ unknown('float') }} as seconds
    from events
    where stated_attempt_id is not null
    union all
    select
        source_id,
        entity_id as attempt_id,
        part_id,
        assignee_id,
        assignable_id,
        assignable_type,
        entity_count as attempt_count,
        entity_started_at as started_at,
        entity_ended_at as ended_at,
        entity_seconds as seconds
    from entities

)

select
    source_id,
    attempt_id,
    max(part_id) as part_id,
    max({{ caliper_named('assignee_id') }}) as assignee_id,
    max(assignable_id) as assignable_id,
    max(assignable_type) as assignable_type,
    max(attempt_count) as attempt_count,
    min(started_at) as started_at,
    max(ended_at) as ended_at,
    max(seconds) as seconds
from mentions
where attempt_id is not null
group by source_id, attempt_id
