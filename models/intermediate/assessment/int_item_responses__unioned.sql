{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as response_key, cast(null as varchar) as attempt_key, cast(null as varchar) as user_identifier, cast(null as varchar) as item_key, cast(null as bigint) as position, cast(null as varchar) as interaction_type, cast(null as boolean) as is_correct, cast(null as double) as score_raw, cast(null as double) as score_max, cast(null as double) as latency_seconds, cast(null as timestamp) as responded_at where 1 = 0
