{{ config(schema='pii') }}
-- TEMPORARY
select cast(null as varchar) as source_system, cast(null as varchar) as source_id, cast(null as varchar) as membership_key, cast(null as varchar) as user_identifier, cast(null as varchar) as org_unit_key, cast(null as varchar) as manager_identifier, cast(null as varchar) as membership_kind, cast(null as date) as starts_on, cast(null as date) as ends_on where 1 = 0
