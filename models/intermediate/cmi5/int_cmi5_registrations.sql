{% set verbs = ['launched', 'initialized', 'terminated', 'completed', 'passed', 'failed', 'waived', 'abandoned'] %}

with cmi5_events as (

    select * from {{ ref('int_cmi5_events') }}
    where unit_id is not null

),

registration_breaches as (

    select
        learner_id,
        registration,
        unit_id,
        count(*) as breaches
    from {{ ref('int_cmi5_breaches') }}
    group by
        learner_id,
        registration,
        unit_id

),

-- Statements that cmi5 only allows do not change the state of a registration.
defined_events as (

    select
        cmi5_events.*,
        row_number() over (
            partition by learner_id, registration, unit_id order by event_at, event_id
        ) as place
    from cmi5_events
    where {{ is_true('is_cmi5_defined') }}

),

-- The end of a session states its duration. If a session has both ends, abandoned counts, because the LMS sends it.
session_times as (

    select
        learner_id,
        registration,
        unit_id,
        cmi5_session_id,
        coalesce(
            max(case when verb_name = 'abandoned' then duration_seconds end),
            max(case when verb_name = 'terminated' then duration_seconds end)
        ) as duration_seconds
    from defined_events
    group by
        learner_id,
        registration,
        unit_id,
        cmi5_session_id

),

registration_times as (

    select
        learner_id,
        registration,
        unit_id,
        count(*) as sessions,
        {{ exact_sum('duration_seconds') }} as duration_seconds
    from session_times
    group by
        learner_id,
        registration,
        unit_id

),

states as (

    select
        learner_id,
        registration,
        unit_id,
        min(case when place = 1 then event_id end) as content_registration_id,
        min(source_id) as source_id,
        min(course_id) as course_id,
        min(course_run_id) as course_run_id,
        {% for verb in verbs -%}
        max(case when verb_name = '{{ verb }}' then 1 else 0 end) as {{ verb }},
        {% endfor -%}
        {{ last_by('move_on', 'event_at', 'event_id', 'text') }} as move_on,
        {{ last_by('mastery_score', 'event_at', 'event_id', 'float') }} as mastery_score,
        {{ last_by(
            'score_scaled', 'event_at', 'event_id', 'float', "verb_name in ('passed', 'failed')"
        ) }} as score_scaled,
        min(event_at) as started_at,
        max(event_at) as ended_at,
        max(change_id) as change_id
    from defined_events
    group by
        learner_id,
        registration,
        unit_id

)

select
    states.content_registration_id,
    states.source_id,
    states.learner_id,
    states.registration,
    states.unit_id,
    states.course_id,
    states.course_run_id,
    states.move_on,
    states.mastery_score,
    states.score_scaled,
    registration_times.sessions,
    coalesce(registration_breaches.breaches, 0) as breaches,
    registration_times.duration_seconds,
    {% for verb in verbs -%}
    {{ as_boolean('states.' ~ verb ~ ' = 1') }} as is_{{ verb }},
    {% endfor -%}
    -- By cmi5, a missing moveOn is NotApplicable, which asks for nothing and so is always satisfied.
    {{ as_boolean("states.waived = 1
        or (states.move_on = 'Passed' and states.passed = 1)
        or (states.move_on = 'Completed' and states.completed = 1)
        or (states.move_on = 'CompletedAndPassed' and states.completed = 1 and states.passed = 1)
        or (states.move_on = 'CompletedOrPassed' and (states.completed = 1 or states.passed = 1))
        or coalesce(states.move_on, 'NotApplicable') = 'NotApplicable'") }} as is_satisfied,
    states.started_at,
    states.ended_at
from states
inner join registration_times
    on states.learner_id = registration_times.learner_id
    and states.registration = registration_times.registration
    and states.unit_id = registration_times.unit_id
left join registration_breaches
    on states.learner_id = registration_breaches.learner_id
    and states.registration = registration_breaches.registration
    and states.unit_id = registration_breaches.unit_id
