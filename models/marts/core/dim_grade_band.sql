with bands as (

    {{ seed_rows('grade_bands') }}

)

select
    grade_band,
    position,
    from_share,
    -- The best band has no end.
    lag(from_share) over (order by position) as below_share
from bands
