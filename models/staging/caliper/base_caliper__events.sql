-- An event that was sent several times counts once: its first readable delivery.
{{ config(enabled=uses('caliper'), materialized='table', schema='pii') }}

with landed_events as (

    {{ all_records('caliper', 'events', caliper_event_fields()) }}

),

{% set entities = [
    'actor', 'object', 'object_part', 'object_assignee', 'object_assignable', 'reply_to', 'generated', 'generated_part',
    'generated_assignee', 'generated_assignable', 'attempt', 'attempt_part', 'attempt_assignee', 'attempt_assignable',
    'group', 'parent_group', 'offering',
] %}
read_events as (

    select
        source_id,
        record_key,
        payload_hash,
        load_id,
        record_number,
        event_id,
        {{ caliper_term('event_type') }} as event_type,
        {{ caliper_term('action') }} as action,
        event_time,
        event_at,
        sent_at,
        {% for name in entities -%}
        {{ caliper_id(name) }} as {{ name }}_id,
        {{ caliper_term(name ~ '_type') }} as {{ name }}_type,
        {% endfor -%}
        {% for name in ['actor', 'group', 'parent_group', 'offering'] -%}
        {{ name }}_name,
        {{ name }}_identifiers,
        {% endfor -%}
        {% for name in ['group', 'parent_group', 'offering'] -%}
        {{ name }}_number,
        {{ name }}_session,
        {% endfor -%}
        {% for name in ['object', 'generated'] -%}
        {{ name }}_count,
        {{ name }}_started_at,
        {{ name }}_ended_at,
        {{ duration_seconds(name ~ '_duration') }} as {{ name }}_seconds,
        {% endfor -%}
        coalesce(actor_canvas_sis_id, actor_blackboard_external_id) as actor_institutional_id,
        object_name,
        {{ word_count('object_body') }} as object_words,
        object_created_at,
        object_max_score,
        object_due_at,
        object_part_name,
        object_assignable_name,
        score_given,
        score_max,
        coalesce(
            measures, case when {{ caliper_term('generated_type') }} = 'AggregateMeasure' then generated_text end
        ) as measures,
        {{ duration_seconds('session_duration') }} as session_seconds
    from landed_events

),

judged_events as (

    select
        read_events.*,
        {{ joined_codes([
            code('no_id', 'event_id is null'),
            code('no_type', 'event_type is null'),
            code('no_actor', 'actor_id is null'),
            code('no_action', 'action is null'),
            code('no_object', 'object_id is null'),
            code('no_time', 'event_time is null'),
            code('unreadable_time', 'event_time is not null and event_at is null'),
        ]) }} as rejection_reasons
    from read_events

),

ranked_events as (

    select
        judged_events.*,
        count(*) over (partition by source_id, coalesce(event_id, record_key)) as deliveries,
        row_number() over (
            partition by source_id, coalesce(event_id, record_key)
            order by
                case when rejection_reasons is null then 0 else 1 end,
                case when sent_at is null then 1 else 0 end,
                sent_at,
                payload_hash,
                load_id,
                record_number
        ) as preference
    from judged_events

)

select
    source_id,
    coalesce({{ entity_key('event', 'event_id') }}, {{ entity_key('event', 'record_key') }}) as event_key,
    payload_hash,
    load_id,
    record_number,
    deliveries,
    rejection_reasons,
    event_type,
    action,
    event_at,
    sent_at,
    -- Where the specification demands a person, senders may leave out the type.
    case
        when actor_type = 'Person' or (actor_type is null and event_type <> 'GradeEvent' and action <> 'TimedOut')
            then {{ caliper_named('actor_id') }}
    end as person_id,
    actor_id,
    actor_name,
    actor_identifiers,
    actor_institutional_id,
    object_id,
    coalesce(object_type, case event_type
        when 'GradeEvent' then 'Attempt'
        when 'MessageEvent' then 'Message'
        when 'ThreadEvent' then 'Thread'
        when 'ForumEvent' then 'Forum'
        when 'AssessmentEvent' then 'Assessment'
        when 'AssessmentItemEvent' then 'AssessmentItem'
    end) as object_type,
    object_name,
    object_words,
    object_created_at,
    object_max_score,
    object_due_at,
    object_part_id,
    object_part_type,
    object_part_name,
    reply_to_id,
    {{ caliper_named('coalesce(object_assignee_id, generated_assignee_id, attempt_assignee_id)') }} as assignee_id,
    coalesce(object_assignable_id, generated_assignable_id, attempt_assignable_id) as assignable_id,
    coalesce(object_assignable_type, generated_assignable_type, attempt_assignable_type) as assignable_type,
    object_assignable_name as assignable_name,
    generated_id,
    coalesce(generated_type, case
        when generated_id is null then null
        when event_type in ('AssessmentEvent', 'AssignableEvent', 'QuestionnaireEvent') then 'Attempt'
        when event_type = 'GradeEvent' then 'Score'
        when event_type in ('AssessmentItemEvent', 'QuestionnaireItemEvent') and action = 'Completed' then 'Response'
        when event_type in ('AssessmentItemEvent', 'QuestionnaireItemEvent') then 'Attempt'
    end) as generated_type,
    generated_part_id,
    attempt_id as stated_attempt_id,
    attempt_part_id,
    object_count,
    object_started_at,
    object_ended_at,
    object_seconds,
    generated_count,
    generated_started_at,
    generated_ended_at,
    generated_seconds,
    score_given,
    score_max,
    measures,
    -- A group inside a course is not a course.
    {{ caliper_named("case when group_type = 'Group' then coalesce(parent_group_id, group_id)
        when coalesce(group_type, '') not in ('Organization', 'Agent') then group_id end") }} as course_id,
    {% for name in ['group', 'parent_group', 'offering'] -%}
    {{ name }}_id,
    {{ name }}_name,
    {{ name }}_number,
    {{ name }}_session,
    {{ name }}_identifiers,
    {% endfor -%}
    session_seconds
from ranked_events
where preference = 1
