{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as attendance_key, cast(null as varchar) as meeting_key, cast(null as varchar) as user_identifier, cast(null as varchar) as attendee_role, cast(null as timestamp) as joined_at, cast(null as timestamp) as left_at, cast(null as double) as stated_seconds where 1 = 0
