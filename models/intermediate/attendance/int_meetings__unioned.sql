{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as meeting_key, cast(null as varchar) as series_key, cast(null as varchar) as course_key, cast(null as varchar) as meeting_name, cast(null as timestamp) as starts_at, cast(null as timestamp) as ends_at where 1 = 0
