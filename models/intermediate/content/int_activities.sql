{{ config(materialized='table') }}

with definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

),

items as (

    select * from {{ ref('int_activities__unioned') }}

),

events as (

    select * from {{ ref('int_events__unioned') }}

),

told as (

    select
        activity_id,
        parent_activity_id,
        activity_type_id,
        activity_name,
        cast(null as {{ dbt.type_string() }}) as activity_kind,
        1 as preference
    from definitions
    union all
    select
        activity_key as activity_id,
        parent_activity_key as parent_activity_id,
        cast(null as {{ dbt.type_string() }}) as activity_type_id,
        activity_name,
        activity_kind,
        2 as preference
    from items
    union all
    select
        activity_id,
        max(parent_activity_id) as parent_activity_id,
        max(activity_type_id) as activity_type_id,
        max(activity_name) as activity_name,
        cast(null as {{ dbt.type_string() }}) as activity_kind,
        3 as preference
    from events
    where activity_id is not null
    group by activity_id

),

ranked as (

    select
        told.*,
        row_number() over (partition by activity_id order by preference) as place
    from told

),

typed as (

    select
        ranked.activity_id,
        ranked.parent_activity_id,
        ranked.activity_type_id,
        ranked.activity_name,
        coalesce(activity_types.activity_kind, ranked.activity_kind, 'other') as activity_kind
    from ranked
    left join activity_types
        on ranked.activity_type_id = activity_types.activity_type_iri
    where ranked.place = 1

),

-- Authoring tools build the id of a question from its course's by path, query or fragment, with at most a slide or a
-- lesson between.
shortened as (

    select
        activity_id,
        {{ matched_group('activity_id', '^(.+)[/?#][^/?#]+$', 1) }} as shorter_id
    from typed
    where activity_kind = 'question'
        and parent_activity_id is null

),

prefixes as (

    select
        activity_id,
        shorter_id,
        1 as steps
    from shortened
    union all
    select
        activity_id,
        {{ matched_group('shorter_id', '^(.+)[/?#][^/?#]+$', 1) }} as shorter_id,
        2 as steps
    from shortened

),

enclosing as (

    select
        prefixes.activity_id,
        prefixes.shorter_id as enclosing_activity_id,
        row_number() over (partition by prefixes.activity_id order by prefixes.steps) as preference
    from prefixes
    inner join typed
        on prefixes.shorter_id = typed.activity_id
    where typed.activity_kind in ('assessment', 'course')

)

select
    typed.activity_id,
    typed.parent_activity_id,
    enclosing.enclosing_activity_id,
    typed.activity_type_id,
    typed.activity_name,
    typed.activity_kind
from typed
left join enclosing
    on typed.activity_id = enclosing.activity_id
    and enclosing.preference = 1
