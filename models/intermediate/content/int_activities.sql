{{ config(materialized='table') }}

with definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

)

select
    definitions.activity_id,
    definitions.parent_activity_id,
    definitions.activity_type_id,
    definitions.activity_name,
    coalesce(activity_types.activity_kind, 'other') as activity_kind
from definitions
left join activity_types
    on definitions.activity_type_id = activity_types.activity_type_iri
