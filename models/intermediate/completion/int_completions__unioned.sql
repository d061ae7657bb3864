{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as completion_key, cast(null as varchar) as user_identifier, cast(null as varchar) as course_key, cast(null as varchar) as activity_key, cast(null as boolean) as is_completed, cast(null as double) as progress_share, cast(null as timestamp) as completed_at where 1 = 0
