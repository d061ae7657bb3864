-- The columns are those of int_xapi_events, so that int_learning_events can union both.
with events as (

    select * from {{ ref('int_events__unioned') }}

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

verbs as (

    select * from {{ ref('verbs') }}

)

select
    events.event_key as event_id,
    cast(null as {{ dbt.type_string() }}) as statement_id,
    events.payload_hash,
    events.source_id,
    events.source_system,
    learner_vault.learner_id,
    events.activity_id,
    course_keys.course_id,
    course_keys.course_run_id,
    {{ as_boolean("coalesce(activities.activity_kind, 'other') = 'course'") }} as is_about_course,
    events.parent_activity_id,
    case
        when activities.activity_kind = 'assessment' then events.activity_id
        when activities.activity_kind = 'question' then events.parent_activity_id
    end as assessment_id,
    events.verb_id,
    events.attempt_id as registration,
    coalesce(
        verbs.verb_name, {{ matched_group('events.verb_id', '([^/#:]+)/?$', 1) }}, events.verb_id
    ) as verb_name,
    coalesce(verbs.verb_class, 'other') as verb_class,
    coalesce(activities.activity_kind, 'other') as activity_kind,
    cast(null as {{ dbt.type_string() }}) as interaction_type,
    {{ unknown('string') }} as response_option,
    cast(null as {{ dbt.type_string() }}) as faults,
    events.score_raw / nullif(events.score_max, 0) as score_scaled,
    events.score_raw,
    cast(null as {{ double_type() }}) as score_min,
    events.score_max,
    events.duration_seconds,
    events.is_success,
    events.is_completion,
    {{ boolean_value(false) }} as is_cmi5_defined,
    {{ as_boolean('verbs.verb_iri is not null') }} as is_mapped_verb,
    {{ boolean_value(false) }} as is_voided,
    events.event_at,
    events.stored_at
from events
inner join learner_vault
    on events.user_identifier = learner_vault.identifier
left join course_keys
    on events.course_key = course_keys.native_course
left join activities
    on events.activity_id = activities.activity_id
left join verbs
    on events.verb_id = verbs.verb_iri
