with bands as (

    select * from {{ ref('grade_bands') }}

)

select
    grade_band,
    cast(position as {{ dbt.type_bigint() }}) as position,
    cast(from_share as {{ double_type() }}) as from_share,
    -- The best band has no end.
    cast(lag(from_share) over (order by position) as {{ double_type() }}) as below_share
from bands
