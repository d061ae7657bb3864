-- This mart counts the active and enrolled learners of each course run, day by day.
-- A month is four whole weeks, so that every weekday counts equally.
{% set windows = {'weekly': 7, 'monthly': 28} %}

with dates as (

    select * from {{ ref('dim_date') }}
    where {{ is_true('is_observed') }}

),

participations as (

    select * from {{ ref('fct_participations') }}

),

active_days as (

    select
        learning_days.learner_id,
        learning_days.course_run_id,
        learning_days.date_day,
        lead(learning_days.date_day) over (
            partition by learning_days.learner_id, learning_days.course_run_id order by learning_days.date_day
        ) as next_active_day,
        row_number() over (
            partition by learning_days.learner_id, learning_days.course_run_id order by learning_days.date_day
        ) as place
    from {{ ref('fct_learning_days') }} as learning_days
    inner join participations
        on learning_days.learner_id = participations.learner_id
        and learning_days.course_run_id = participations.course_run_id
    where {{ is_true('learning_days.is_active') }}

),

-- Each number is a running sum of changes. So no learner counts twice, and no row per learner and day is needed.
count_changes as (

    select
        course_run_id,
        date_day,
        case when place = 1 then 'new' else 'returning' end as measure,
        1 as change
    from active_days
    {% for name, days in windows.items() -%}
    union all
    select
        course_run_id,
        date_day,
        '{{ name }}' as measure,
        1 as change
    from active_days
    union all
    -- An active day counts until the window ends or the next active day takes over.
    select
        course_run_id,
        case
            when next_active_day < {{ dbt.dateadd('day', days, 'date_day') }} then next_active_day
            else cast({{ dbt.dateadd('day', days, 'date_day') }} as date)
        end as date_day,
        '{{ name }}' as measure,
        -1 as change
    from active_days
    {% endfor -%}
    union all
    select
        course_run_id,
        enrolled_from_date as date_day,
        'enrolled' as measure,
        1 as change
    from participations
    where enrolled_from_date is not null
    union all
    select
        course_run_id,
        cast({{ dbt.dateadd('day', 1, 'enrolled_until_date') }} as date) as date_day,
        'enrolled' as measure,
        -1 as change
    from participations
    where enrolled_from_date is not null

),

daily_changes as (

    select
        {% for measure in ['new', 'returning', 'enrolled'] + windows.keys() | list -%}
        sum(case when measure = '{{ measure }}' then change else 0 end) as change_of_{{ measure }},
        {% endfor -%}
        course_run_id,
        date_day
    from count_changes
    group by
        course_run_id,
        date_day

),

run_periods as (

    select
        course_run_id,
        min(course_id) as course_id,
        min({{ earlier_of('enrolled_from_date', 'first_active_date') }}) as first_day,
        max({{ later_of('enrolled_until_date', 'last_active_date') }}) as last_day
    from participations
    group by course_run_id

),

run_days as (

    select
        run_periods.course_id,
        run_periods.course_run_id,
        dates.date_day
    from run_periods
    inner join dates
        on dates.date_day between run_periods.first_day and run_periods.last_day

),

daily_counts as (

    select
        run_days.course_id,
        run_days.course_run_id,
        run_days.date_day,
        {% for measure in ['enrolled'] + windows.keys() | list -%}
        sum(coalesce(daily_changes.change_of_{{ measure }}, 0)) over (
            partition by run_days.course_run_id order by run_days.date_day
            rows between unbounded preceding and current row
        ) as {{ measure }}_learners,
        {% endfor -%}
        coalesce(daily_changes.change_of_new, 0) as new_learners,
        coalesce(daily_changes.change_of_returning, 0) as returning_learners
    from run_days
    left join daily_changes
        on run_days.course_run_id = daily_changes.course_run_id
        and run_days.date_day = daily_changes.date_day

)

select
    course_id,
    course_run_id,
    date_day,
    cast(enrolled_learners as {{ dbt.type_bigint() }}) as enrolled_learners,
    cast(new_learners + returning_learners as {{ dbt.type_bigint() }}) as daily_active_learners,
    cast(weekly_learners as {{ dbt.type_bigint() }}) as weekly_active_learners,
    cast(monthly_learners as {{ dbt.type_bigint() }}) as monthly_active_learners,
    cast(new_learners as {{ dbt.type_bigint() }}) as new_learners,
    cast(returning_learners as {{ dbt.type_bigint() }}) as returning_learners,
    {{ share_of('new_learners + returning_learners', 'monthly_learners') }} as stickiness
from daily_counts
