{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as post_key, cast(null as varchar) as user_identifier, cast(null as varchar) as course_key, cast(null as varchar) as activity_key, cast(null as varchar) as parent_post_key, cast(null as timestamp) as posted_at, cast(null as bigint) as words, cast(null as boolean) as is_deleted where 1 = 0
