{% set cmi5_states = ['launched', 'initialized', 'terminated', 'failed', 'waived', 'abandoned', 'satisfied'] %}

with cmi5_registrations as (

    select * from {{ ref('int_cmi5_registrations') }}

),

reported as (

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
        reported.registration_key as content_registration_id,
        reported.source_system,
        reported.source_id,
        reported.learner_id,
        {{ unknown('string') }} as registration,
        reported.activity_key as unit_id,
        reported.course_id,
        reported.course_run_id,
        {{ unknown('string') }} as move_on,
        {{ unknown('float') }} as mastery_score,
        reported.score_scaled,
        reported.launches as sessions,
        {{ unknown('bigint') }} as breaches,
        reported.total_seconds as duration_seconds,
        reported.is_completed,
        reported.is_passed,
        {% for state in cmi5_states -%}
        {{ unknown('boolean') }} as is_{{ state }},
        {% endfor -%}
        reported.started_at,
        coalesce(reported.last_at, reported.completed_at) as ended_at
    from reported
    inner join learners
        on reported.learner_id = learners.learner_id

)

select * from registrations
