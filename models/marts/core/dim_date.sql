{% set first_day = "cast('" ~ var('calendar_start') ~ "' as date)" %}
{% set end_day = "cast('" ~ var('calendar_end') ~ "' as date)" %}

with {{ whole_numbers('numbers') }},

days as (

    select cast({{ dbt.dateadd('day', 'number', first_day) }} as date) as date_day
    from numbers

),

calendar_days as (

    select
        date_day,
        {{ week_start('date_day') }} as week_start_date,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date
    from days
    where date_day < {{ end_day }}

),

-- The last day with any activity is the present, so that a build of the same records is the same tomorrow.
horizon as (

    select
        coalesce(
            cast(nullif('{{ var('as_of_date') }}', '') as date), max(date_day)
        ) as last_day
    from {{ ref('fct_learning_days') }}

),

observed_days as (

    select
        calendar_days.*,
        cast({{ dbt.datediff('week_start_date', 'date_day', 'day') }} as {{ dbt.type_int() }}) + 1 as day_of_week,
        {{ as_boolean('date_day <= coalesce(horizon.last_day, ' ~ first_day ~ ')') }} as is_observed
    from calendar_days
    cross join horizon

)

select
    date_day,
    week_start_date,
    month_start_date,
    cast(substring(cast(date_day as {{ dbt.type_string() }}), 1, 4) as {{ dbt.type_int() }}) as year,
    cast(substring(cast(date_day as {{ dbt.type_string() }}), 6, 2) as {{ dbt.type_int() }}) as month,
    day_of_week,
    {{ as_boolean('day_of_week > 5') }} as is_weekend,
    is_observed
from observed_days
