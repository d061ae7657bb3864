with certifications as (

    {{ seed_rows('certifications') }}

)

select
    certification_id,
    certification_name,
    course_id,
    assigned_to,
    valid_months
from certifications
