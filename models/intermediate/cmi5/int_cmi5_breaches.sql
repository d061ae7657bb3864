{{ config(materialized=recomputed_by_learner(), incremental_strategy='recompute_learners') }}

-- A statement that breaks several rules has a row for each of them.
{% set session = 'learner_id, registration, cmi5_session_id' %}
{% set registration = 'learner_id, registration, unit_id' %}

with learning_events as (

    select * from {{ ref('int_learning_events__sessionized') }}
    where {{ learner_changed(ref('int_learner_changes')) }}
        and {{ is_true('is_cmi5_defined') }}
        and verb_name <> 'satisfied'

),

cmi5_events as (

    select * from {{ ref('int_cmi5_events') }}
    where {{ learner_changed(ref('int_learner_changes')) }}

),

-- Only statements that cmi5 defines are judged. An allowed statement breaks a rule only after the end of a session.
defined_events as (

    select
        cmi5_events.*,
        row_number() over (
            partition by {{ session }} order by event_at, event_id
        ) as place_among_defined,
        row_number() over (
            partition by {{ session }}, verb_name order by event_at, event_id
        ) as time_in_session,
        row_number() over (
            partition by {{ registration }}, verb_name order by event_at, event_id
        ) as time_in_registration,
        sum(case when verb_name = 'passed' then 1 else 0 end) over (
            partition by {{ registration }} order by event_at, event_id
            rows between unbounded preceding and 1 preceding
        ) as passes_before,
        sum(case when verb_name in ('passed', 'failed') then 1 else 0 end) over (
            partition by {{ session }} order by event_at, event_id
            rows between unbounded preceding and 1 preceding
        ) as judgments_before
    from cmi5_events
    where {{ is_true('is_cmi5_defined') }}

),

session_endings as (

    select
        learner_id,
        registration,
        cmi5_session_id,
        min(case when verb_name = 'terminated' then place_in_session end) as terminated_place,
        min(case when verb_name = 'abandoned' then place_in_session end) as abandoned_place
    from cmi5_events
    where {{ is_true('is_cmi5_defined') }}
    group by
        learner_id,
        registration,
        cmi5_session_id

),

breaches as (

    {% for rule, condition in [
        ('duplicate_launched', "verb_name = 'launched' and time_in_session > 1"),
        ('duplicate_initialized', "verb_name = 'initialized' and time_in_session > 1"),
        ('duplicate_terminated', "verb_name = 'terminated' and time_in_session > 1"),
        ('duplicate_abandoned', "verb_name = 'abandoned' and time_in_session > 1"),
        ('completed_again', "verb_name = 'completed' and time_in_registration > 1"),
        ('passed_again', "verb_name = 'passed' and time_in_registration > 1"),
        ('judged_again', "verb_name in ('passed', 'failed') and judgments_before > 0"),
        ('failed_after_passed', "verb_name = 'failed' and passes_before > 0"),
        ('not_launched_first', "place_among_defined = 1 and verb_name not in ('launched', 'waived')"),
        ('not_initialized_second',
            "place_among_defined = 2 and verb_name not in ('initialized', 'launched', 'abandoned', 'waived')"),
        ('waived_in_a_session', "verb_name = 'waived' and place_among_defined > 1"),
        ('waived_without_success',
            "verb_name = 'waived' and (is_success is null or is_completion is null or not "
            ~ is_true('is_success') ~ " or not " ~ is_true('is_completion') ~ ")"),
        ('passed_below_mastery', "verb_name = 'passed' and score_scaled < mastery_score"),
        ('failed_at_mastery', "verb_name = 'failed' and score_scaled >= mastery_score"),
        ('score_out_of_place', "score_scaled is not null and verb_name not in ('passed', 'failed')"),
        ('score_out_of_range', "score_scaled < 0 or score_scaled > 1"),
    ] -%}
    select
        learner_id,
        registration,
        unit_id,
        cmi5_session_id,
        event_id,
        event_at,
        change_id,
        '{{ rule }}' as rule
    from defined_events
    where {{ condition }}
    union all
    {% endfor -%}
    select
        cmi5_events.learner_id,
        cmi5_events.registration,
        cmi5_events.unit_id,
        cmi5_events.cmi5_session_id,
        cmi5_events.event_id,
        cmi5_events.event_at,
        cmi5_events.change_id,
        case
            when cmi5_events.place_in_session > session_endings.abandoned_place then 'statement_after_abandoned'
            else 'statement_after_terminated'
        end as rule
    from cmi5_events
    inner join session_endings
        on cmi5_events.learner_id = session_endings.learner_id
        and cmi5_events.registration = session_endings.registration
        and cmi5_events.cmi5_session_id = session_endings.cmi5_session_id
    where cmi5_events.place_in_session > session_endings.terminated_place
        or cmi5_events.place_in_session > session_endings.abandoned_place
    union all
    select
        learning_events.learner_id,
        learning_events.registration,
        learning_events.activity_id as unit_id,
        cmi5_events.cmi5_session_id,
        learning_events.event_id,
        learning_events.event_at,
        learning_events.change_id,
        case when learning_events.registration is null then 'no_registration' else 'no_session' end as rule
    from learning_events
    left join cmi5_events
        on learning_events.event_id = cmi5_events.event_id
    where cmi5_events.event_id is null

)

select * from breaches
