{{ config(enabled=uses('oulad'), schema='pii') }}

with students as (

    {{ latest_records('oulad', 'student_info', [
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['id_student', ['id_student'], 'text'],
        ['gender', ['gender'], 'text'],
        ['region', ['region'], 'text'],
        ['highest_education', ['highest_education'], 'text'],
        ['imd_band', ['imd_band'], 'text'],
        ['age_band', ['age_band'], 'text'],
        ['num_of_prev_attempts', ['num_of_prev_attempts'], 'bigint'],
        ['studied_credits', ['studied_credits'], 'bigint'],
        ['disability', ['disability'], 'text'],
        ['final_result', ['final_result'], 'text'],
    ]) }}

),

presentation_students as (

    select
        students.*,
        {{ dbt.concat(['code_module', "'-'", 'code_presentation']) }} as run_code
    from students
    where id_student is not null and code_module is not null and code_presentation is not null

)

select
    source_id,
    {{ entity_key('user', 'id_student') }} as user_identifier,
    {{ entity_key('course', 'run_code') }} as course_key,
    gender,
    region,
    highest_education,
    -- One band is published without its percent sign.
    case when imd_band = '10-20' then '10-20%' else imd_band end as imd_band,
    age_band,
    num_of_prev_attempts,
    studied_credits,
    {{ as_boolean("disability = 'Y'") }} as has_disability,
    final_result
from presentation_students
