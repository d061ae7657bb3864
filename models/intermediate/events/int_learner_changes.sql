-- Incremental models recompute a learner whose change_id grew. Everything that can change an event changes the
-- fingerprint: a late statement, a voiding, a merged identity, a newly known kind of activity, a seed, or a variable.
{{ config(materialized='table') }}

{% set before = adapter.get_relation(this.database, this.schema, this.identifier) if execute %}

with people as (

    select * from {{ ref('int_people') }}
    where {{ is_true('is_learner') }}

),

event_fingerprints as (

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

current_fingerprints as (

    select
        people.learner_id,
        coalesce(event_fingerprints.fingerprint, '') as fingerprint
    from people
    left join event_fingerprints
        on people.learner_id = event_fingerprints.learner_id

),

known_changes as (

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

next_change_ids as (

    select coalesce(max(change_id), 0) + 1 as change_id from known_changes

)

select
    current_fingerprints.learner_id,
    current_fingerprints.fingerprint,
    case
        when known_changes.fingerprint = current_fingerprints.fingerprint then known_changes.change_id
        else next_change_ids.change_id
    end as change_id
from current_fingerprints
left join known_changes
    on current_fingerprints.learner_id = known_changes.learner_id
cross join next_change_ids
