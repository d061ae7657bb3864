{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as registration_key, cast(null as varchar) as user_identifier, cast(null as varchar) as course_key, cast(null as varchar) as activity_key, cast(null as boolean) as is_completed, cast(null as boolean) as is_passed, cast(null as double) as score_scaled, cast(null as double) as total_seconds, cast(null as bigint) as launches, cast(null as timestamp) as started_at, cast(null as timestamp) as completed_at, cast(null as timestamp) as last_at where 1 = 0
