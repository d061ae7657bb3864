-- A statement about a group becomes one event per member. Voided statements stay, so that voiding changes the learner.
with statements as (

    select * from {{ ref('stg_xapi__statements') }}
    where object_class not in ('SubStatement', 'StatementRef')

),

group_members as (

    select * from {{ ref('stg_xapi__group_members') }}

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

),

contexts as (

    select * from {{ ref('int_contexts') }}

),

activities as (

    select * from {{ ref('int_activities') }}

),

verbs as (

    select * from {{ ref('verbs') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

),

-- A person who occurs twice in a group took part once.
participants as (

    select
        group_members.statement_id,
        learner_vault.learner_id,
        min(group_members.position) as position
    from group_members
    inner join learner_vault
        on group_members.member_identifier = learner_vault.identifier
    group by
        group_members.statement_id,
        learner_vault.learner_id

)

select
    case
        when participants.statement_id is null then statements.statement_id
        else {{ dbt.concat([
            'participants.statement_id', "'/'", 'cast(participants.position as ' ~ dbt.type_string() ~ ')',
        ]) }}
    end as event_id,
    statements.statement_id,
    statements.payload_hash,
    statements.source_id,
    'xapi' as source_system,
    coalesce(participants.learner_id, learner_vault.learner_id) as learner_id,
    statements.object_id as activity_id,
    course_keys.course_id,
    course_keys.course_run_id,
    {{ as_boolean('course_keys.native_course = statements.object_id') }} as is_about_course,
    -- Articulate sends a course as its own parent.
    nullif(contexts.parent_activity_id, statements.object_id) as parent_activity_id,
    case
        when activities.activity_kind = 'assessment' then statements.object_id
        when activities.activity_kind = 'question' and {{ is_true('contexts.is_whole_h5p_content') }}
            then statements.object_id
        when activities.activity_kind = 'question'
            then coalesce(nullif(contexts.parent_activity_id, statements.object_id), activities.enclosing_activity_id)
    end as assessment_id,
    statements.verb_id,
    statements.registration,
    coalesce(
        verbs.verb_name, {{ matched_group('statements.verb_id', '([^/#:]+)/?$', 1) }}, statements.verb_id
    ) as verb_name,
    coalesce(verbs.verb_class, 'other') as verb_class,
    coalesce(activities.activity_kind, 'other') as activity_kind,
    statements.interaction_type,
    {{ closed_response('statements.interaction_type', 'statements.response') }} as response_option,
    statements.faults,
    statements.score_scaled,
    statements.score_raw,
    statements.score_min,
    statements.score_max,
    statements.duration_seconds,
    statements.is_success,
    statements.is_completion,
    coalesce(contexts.is_cmi5_defined, {{ boolean_value(false) }}) as is_cmi5_defined,
    {{ as_boolean('verbs.verb_iri is not null') }} as is_mapped_verb,
    statements.is_voided,
    statements.event_at,
    statements.stored_at
from statements
left join learner_vault
    on statements.actor_identifier = learner_vault.identifier
left join participants
    on statements.statement_id = participants.statement_id
left join contexts
    on statements.context_key = contexts.context_key
left join activities
    on statements.object_id = activities.activity_id
left join course_keys
    on coalesce(
        contexts.course_activity_id, case when activities.activity_kind = 'course' then statements.object_id end
    ) = course_keys.native_course
left join verbs
    on statements.verb_id = verbs.verb_iri
where learner_vault.learner_id is not null
    or participants.learner_id is not null
