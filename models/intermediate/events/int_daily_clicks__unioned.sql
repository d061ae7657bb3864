{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as user_identifier, cast(null as varchar) as course_key, cast(null as varchar) as activity_key, cast(null as date) as click_date, cast(null as bigint) as clicks where 1 = 0
