-- What statements tell of each registration for a cmi5 unit.
{% set verbs = ['launched', 'initialized', 'terminated', 'completed', 'passed', 'failed', 'waived', 'abandoned'] %}

with events as (

    select * from {{ ref('int_cmi5_events') }}
    where unit_id is not null

),

breaches as (

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

-- The statements that cmi5 defines, each with its place among those of the registration.
defined as (

    select
        events.*,
        row_number() over (
            partition by learner_id, registration, unit_id order by event_at, event_id
        ) as place
    from events
    where {{ is_true('is_cmi5_defined') }}

),

-- A session's time is told once, at its end; should both ends be told, the LMS has the last word.
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
    from defined
    group by
        learner_id,
        registration,
        unit_id,
        cmi5_session_id

),

times as (

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
    from defined
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
    times.sessions,
    coalesce(breaches.breaches, 0) as breaches,
    times.duration_seconds,
    {% for verb in verbs -%}
    {{ as_boolean('states.' ~ verb ~ ' = 1') }} as is_{{ verb }},
    {% endfor -%}
    -- moveOn not told is NotApplicable, which nothing can fail to meet.
    {{ as_boolean("states.waived = 1
        or (states.move_on = 'Passed' and states.passed = 1)
        or (states.move_on = 'Completed' and states.completed = 1)
        or (states.move_on = 'CompletedAndPassed' and states.completed = 1 and states.passed = 1)
        or (states.move_on = 'CompletedOrPassed' and (states.completed = 1 or states.passed = 1))
        or coalesce(states.move_on, 'NotApplicable') = 'NotApplicable'") }} as is_satisfied,
    states.started_at,
    states.ended_at
from states
inner join times
    on states.learner_id = times.learner_id
    and states.registration = times.registration
    and states.unit_id = times.unit_id
left join breaches
    on states.learner_id = breaches.learner_id
    and states.registration = breaches.registration
    and states.unit_id = breaches.unit_id
