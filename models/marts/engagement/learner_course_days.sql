-- This mart shows what each learner did in each course run, day by day.
{% set measures = [
    'events', 'sessions', 'activities', 'pages', 'item_responses', 'video_views', 'attempts', 'submissions', 'posts',
    'meetings_attended', 'clicks', 'active_seconds', 'video_played_seconds', 'attended_seconds',
] %}

with participations as (

    select * from {{ ref('fct_participations') }}

),

dates as (

    select * from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}

),

learning_days as (

    select * from {{ ref('fct_learning_days') }}

),

enrolled_days as (

    select
        participations.learner_id,
        participations.course_run_id,
        dates.date_day
    from participations
    inner join dates
        on dates.date_day between participations.enrolled_from_date and participations.enrolled_until_date

),

-- Enrolled days without activity have a row, and so do days with activity outside of the enrolled days.
participation_days as (

    select
        learner_id,
        course_run_id,
        date_day
    from enrolled_days
    union distinct
    select
        learner_id,
        course_run_id,
        date_day
    from learning_days

)

select
    participation_days.learner_id,
    participations.course_id,
    participation_days.course_run_id,
    participation_days.date_day,
    {% for measure in measures -%}
    coalesce(learning_days.{{ measure }}, 0) as {{ measure }},
    {% endfor -%}
    coalesce(learning_days.is_active, {{ boolean_value(false) }}) as is_active,
    {{ as_boolean('enrolled_days.learner_id is not null') }} as is_enrolled
from participation_days
inner join participations
    on participation_days.learner_id = participations.learner_id
    and participation_days.course_run_id = participations.course_run_id
left join enrolled_days
    on participation_days.learner_id = enrolled_days.learner_id
    and participation_days.course_run_id = enrolled_days.course_run_id
    and participation_days.date_day = enrolled_days.date_day
left join learning_days
    on participation_days.learner_id = learning_days.learner_id
    and participation_days.course_run_id = learning_days.course_run_id
    and participation_days.date_day = learning_days.date_day
