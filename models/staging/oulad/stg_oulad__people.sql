{{ config(enabled=uses('oulad'), schema='pii') }}

with students as (

    {{ all_records('oulad', 'student_info', [['id_student', ['id_student'], 'text']]) }}

)

select
    source_id,
    {{ entity_key('user', 'id_student') }} as user_identifier,
    {{ unknown('string') }} as institutional_id,
    {{ unknown('string') }} as email,
    {{ unknown('boolean') }} as is_email_trusted,
    {{ unknown('string') }} as person_name,
    'learner' as person_role,
    {{ unknown('boolean') }} as is_active,
    load_id,
    record_number
from students
where id_student is not null
