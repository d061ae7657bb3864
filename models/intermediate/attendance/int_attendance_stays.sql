-- Every stay in a meeting, as told. Guests whom nothing identifies have no learner and are counted all the same.
with stays as (

    select * from {{ ref('int_attendance__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

)

select
    stays.source_system,
    stays.source_id,
    stays.attendance_key,
    stays.meeting_key,
    vault.learner_id,
    stays.attendee_role,
    stays.joined_at,
    stays.left_at,
    stays.stated_seconds
from stays
left join vault
    on stays.user_identifier = vault.identifier
