with certifications as (

    select * from {{ ref('certifications') }}

)

select
    certification_id,
    certification_name,
    course_id,
    assigned_to,
    cast(valid_months as {{ dbt.type_bigint() }}) as valid_months
from certifications
