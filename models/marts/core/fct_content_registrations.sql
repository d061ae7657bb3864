{% set cmi5_states = ['launched', 'initialized', 'terminated', 'failed', 'waived', 'abandoned', 'satisfied'] %}

with cmi5_registrations as (

    select * from {{ ref('int_cmi5_registrations') }}

),

reported_registrations as (

    select * from {{ ref('int_content_registrations') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

),

registrations as (

    select
        content_registration_id,
        'xapi' as source_system,
        source_id,
        learner_id,
        registration,
        unit_id,
        course_id,
        course_run_id,
        move_on,
        mastery_score,
        score_scaled,
        sessions,
        breaches,
        duration_seconds,
        is_completed,
        is_passed,
        {% for state in cmi5_states -%}
        is_{{ state }},
        {% endfor -%}
        started_at,
        ended_at
    from cmi5_registrations
    union all
    select
        reported_registrations.registration_key as content_registration_id,
        reported_registrations.source_system,
        reported_registrations.source_id,
        reported_registrations.learner_id,
        {{ unknown('string') }} as registration,
        reported_registrations.activity_key as unit_id,
        reported_registrations.course_id,
        reported_registrations.course_run_id,
        {{ unknown('string') }} as move_on,
        {{ unknown('float') }} as mastery_score,
        reported_registrations.score_scaled,
        reported_registrations.launches as sessions,
        {{ unknown('bigint') }} as breaches,
        reported_registrations.total_seconds as duration_seconds,
        reported_registrations.is_completed,
        reported_registrations.is_passed,
        {% for state in cmi5_states -%}
        {{ unknown('boolean') }} as is_{{ state }},
        {% endfor -%}
        reported_registrations.started_at,
        coalesce(reported_registrations.last_at, reported_registrations.completed_at) as ended_at
    from reported_registrations
    inner join learners
        on reported_registrations.learner_id = learners.learner_id

)

select * from registrations
