-- This mart shows what each learner did in each course run, week by week.
{% set counts = [
    'events', 'item_responses', 'video_views', 'attempts', 'submissions', 'posts', 'meetings_attended', 'clicks',
] %}
{% set seconds = ['active_seconds', 'video_played_seconds', 'attended_seconds'] %}

with visits as (

    select * from {{ ref('fct_activity_visits') }}
    where course_run_id is not null

),

activities as (

    select * from {{ ref('dim_activity') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

dates as (

    select * from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}

),

learning_days as (

    select * from {{ ref('fct_learning_days') }}

),

enrolled_weeks as (

    select
        participations.learner_id,
        participations.course_run_id,
        dates.week_start_date
    from participations
    inner join dates
        on dates.date_day between participations.enrolled_from_date and participations.enrolled_until_date
    group by
        participations.learner_id,
        participations.course_run_id,
        dates.week_start_date

),

-- Daily numbers cannot be added up: a session can cross midnight, and an activity can be visited on several days.
-- Each counts once per week.
visit_weeks as (

    select
        visits.learner_id,
        visits.course_run_id,
        {{ week_start('visits.visit_date') }} as week_start_date,
        {{ visit_measures() }}
    from visits
    left join activities
        on visits.activity_id = activities.activity_id
    group by
        visits.learner_id,
        visits.course_run_id,
        {{ week_start('visits.visit_date') }}

),

learning_weeks as (

    select
        learner_id,
        course_run_id,
        {{ week_start('date_day') }} as week_start_date,
        {% for measure in counts -%}
        {{ whole_sum(measure) }} as {{ measure }},
        {% endfor -%}
        {% for measure in seconds -%}
        {{ exact_sum(measure) }} as {{ measure }},
        {% endfor -%}
        count(case when {{ is_true('is_active') }} then 1 end) as active_days
    from learning_days
    group by
        learner_id,
        course_run_id,
        {{ week_start('date_day') }}

),

participation_weeks as (

    select
        learner_id,
        course_run_id,
        week_start_date
    from enrolled_weeks
    union distinct
    select
        learner_id,
        course_run_id,
        week_start_date
    from learning_weeks

)

select
    participation_weeks.learner_id,
    participations.course_id,
    participation_weeks.course_run_id,
    participation_weeks.week_start_date,
    coalesce(learning_weeks.active_days, 0) as active_days,
    {% for measure in ['sessions', 'activities', 'pages'] -%}
    coalesce(visit_weeks.{{ measure }}, 0) as {{ measure }},
    {% endfor -%}
    {% for measure in counts + seconds -%}
    coalesce(learning_weeks.{{ measure }}, 0) as {{ measure }},
    {% endfor -%}
    {{ as_boolean('coalesce(learning_weeks.active_days, 0) > 0') }} as is_active,
    {{ as_boolean('enrolled_weeks.learner_id is not null') }} as is_enrolled
from participation_weeks
inner join participations
    on participation_weeks.learner_id = participations.learner_id
    and participation_weeks.course_run_id = participations.course_run_id
left join enrolled_weeks
    on participation_weeks.learner_id = enrolled_weeks.learner_id
    and participation_weeks.course_run_id = enrolled_weeks.course_run_id
    and participation_weeks.week_start_date = enrolled_weeks.week_start_date
left join visit_weeks
    on participation_weeks.learner_id = visit_weeks.learner_id
    and participation_weeks.course_run_id = visit_weeks.course_run_id
    and participation_weeks.week_start_date = visit_weeks.week_start_date
left join learning_weeks
    on participation_weeks.learner_id = learning_weeks.learner_id
    and participation_weeks.course_run_id = learning_weeks.course_run_id
    and participation_weeks.week_start_date = learning_weeks.week_start_date
