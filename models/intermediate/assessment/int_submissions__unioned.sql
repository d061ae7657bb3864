{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as submission_key, cast(null as varchar) as user_identifier, cast(null as varchar) as course_key, cast(null as varchar) as activity_key, cast(null as bigint) as attempt_number, cast(null as varchar) as status, cast(null as timestamp) as submitted_at, cast(null as timestamp) as graded_at, cast(null as timestamp) as due_at, cast(null as double) as score_raw, cast(null as double) as score_max, cast(null as boolean) as is_excused where 1 = 0
