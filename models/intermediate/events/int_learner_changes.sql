-- Numbers the changes of each learner: whatever changes an event (a late statement, a voiding, a merged identity, an
-- activity whose kind came to be known, a seed, a variable) changes the fingerprint, and so the number. So do attempts.
{{ config(materialized='table') }}

{% set before = adapter.get_relation(this.database, this.schema, this.identifier) if execute %}

with people as (

    select * from {{ ref('int_people') }}
    where {{ is_true('is_learner') }}

),

events as (

    select
        learner_id,
        {{ fingerprint([
            'event_id', 'payload_hash', 'source_id', 'course_id', 'course_run_id', 'is_about_course',
            'parent_activity_id', 'assessment_id', 'verb_name', 'verb_class', 'activity_kind', 'faults',
            'is_cmi5_defined', 'is_mapped_verb', 'is_voided', 'event_at',
        ] + settings_of_measures()) }} as fingerprint
    from {{ ref('int_learning_events') }}
    group by learner_id

),

-- What systems sum up themselves is in no event.
attempts as (

    select
        vault.learner_id,
        {{ fingerprint([
            'attempts.attempt_key', 'attempts.activity_key', 'attempts.course_key', 'attempts.started_at',
            'attempts.ended_at', 'attempts.score_raw', 'attempts.score_max', 'attempts.is_completed',
            'attempts.is_passed', 'courses.course_run_id', 'courses.course_id',
        ]) }} as fingerprint
    from {{ ref('int_attempts__unioned') }} as attempts
    inner join {{ ref('learner_vault') }} as vault
        on attempts.user_identifier = vault.identifier
    left join {{ ref('int_course_keys') }} as courses
        on attempts.course_key = courses.native_course
    group by vault.learner_id

),

current_state as (

    select
        people.learner_id,
        {{ dbt.concat([
            "coalesce(events.fingerprint, '')", "'/'", "coalesce(attempts.fingerprint, '')",
        ]) }} as fingerprint
    from people
    left join events
        on people.learner_id = events.learner_id
    left join attempts
        on people.learner_id = attempts.learner_id

),

known as (

    {% if before %}
    select
        learner_id,
        fingerprint,
        change_id
    from {{ before }}
    {% else %}
    select
        cast(null as {{ dbt.type_string() }}) as learner_id,
        cast(null as {{ dbt.type_string() }}) as fingerprint,
        cast(null as {{ dbt.type_bigint() }}) as change_id
    where 1 = 0
    {% endif %}

),

newest as (

    select coalesce(max(change_id), 0) + 1 as change_id from known

)

select
    current_state.learner_id,
    current_state.fingerprint,
    case
        when known.fingerprint = current_state.fingerprint then known.change_id
        else newest.change_id
    end as change_id
from current_state
left join known
    on current_state.learner_id = known.learner_id
cross join newest
