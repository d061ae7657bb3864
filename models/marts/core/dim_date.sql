{% set first_day = "cast('" ~ var('calendar_start') ~ "' as date)" %}
{% set end_day = "cast('" ~ var('calendar_end') ~ "' as date)" %}

with digits as (

    {% for digit in range(10) -%}
    select {{ digit }} as digit
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

numbers as (

    select
        ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit
        + 10000 * ten_thousands.digit as number_of_days
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
    cross join digits as ten_thousands

),

days as (

    select cast({{ dbt.dateadd('day', 'number_of_days', first_day) }} as date) as date_day
    from numbers

),

placed as (

    select
        date_day,
        {{ week_start('date_day') }} as week_start_date,
        cast({{ dbt.date_trunc('month', 'date_day') }} as date) as month_start_date
    from days
    where date_day < {{ end_day }}

),

numbered as (

    select
        placed.*,
        cast({{ dbt.datediff('week_start_date', 'date_day', 'day') }} as {{ dbt.type_int() }}) + 1 as day_of_week
    from placed

)

select
    date_day,
    week_start_date,
    month_start_date,
    cast(substring(cast(date_day as {{ dbt.type_string() }}), 1, 4) as {{ dbt.type_int() }}) as year,
    cast(substring(cast(date_day as {{ dbt.type_string() }}), 6, 2) as {{ dbt.type_int() }}) as month,
    day_of_week,
    {{ as_boolean('day_of_week > 5') }} as is_weekend
from numbered
