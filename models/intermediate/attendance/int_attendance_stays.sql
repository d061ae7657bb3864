-- Stays of guests without an identifier are kept, so that they count as attendance without a learner.
with attendance as (

    select * from {{ ref('int_attendance__unioned') }}

),

learner_vault as (

    select * from {{ ref('learner_vault') }}

)

select
    attendance.source_system,
    attendance.source_id,
    attendance.attendance_key,
    attendance.meeting_key,
    learner_vault.learner_id,
    attendance.attendee_role,
    attendance.joined_at,
    attendance.left_at,
    attendance.stated_seconds
from attendance
left join learner_vault
    on attendance.user_identifier = learner_vault.identifier
