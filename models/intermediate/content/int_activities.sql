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
        {{ unknown('string') }} as activity_kind,
        {{ unknown('string') }} as course_key,
        {{ unknown('bigint') }} as position,
        {{ unknown('float') }} as points,
        {{ unknown('timestamp') }} as due_at,
        1 as preference
    from definitions
    union all
    select
        activity_key as activity_id,
        parent_activity_key as parent_activity_id,
        cast(null as {{ dbt.type_string() }}) as activity_type_id,
        activity_name,
        activity_kind,
        course_key,
        position,
        points,
        due_at,
        2 as preference
    from items
    union all
    select
        activity_id,
        max(parent_activity_id) as parent_activity_id,
        max(activity_type_id) as activity_type_id,
        max(activity_name) as activity_name,
        {{ unknown('string') }} as activity_kind,
        {{ unknown('string') }} as course_key,
        {{ unknown('bigint') }} as position,
        {{ unknown('float') }} as points,
        {{ unknown('timestamp') }} as due_at,
        3 as preference
    from events
    where activity_id is not null
    group by activity_id

),

-- A mention without a definition takes nothing away from what another one tells.
merged as (

    select
        activity_id,
        {% for preference in [1, 2, 3] -%}
        max(case when preference = {{ preference }} then parent_activity_id end) as parent_{{ preference }},
        max(case when preference = {{ preference }} then activity_type_id end) as type_{{ preference }},
        max(case when preference = {{ preference }} then activity_name end) as name_{{ preference }},
        {% endfor -%}
        max(activity_kind) as activity_kind,
        max(course_key) as course_key,
        max(position) as position,
        max(points) as points,
        max(due_at) as due_at
    from told
    group by activity_id

),

typed as (

    select
        merged.activity_id,
        -- The system that holds a course knows its structure.
        coalesce(merged.parent_2, merged.parent_1, merged.parent_3) as parent_activity_id,
        coalesce(merged.type_1, merged.type_2, merged.type_3) as activity_type_id,
        coalesce(merged.name_1, merged.name_2, merged.name_3) as activity_name,
        coalesce(activity_types.activity_kind, merged.activity_kind, 'other') as activity_kind,
        merged.course_key,
        merged.position,
        merged.points,
        merged.due_at
    from merged
    left join activity_types
        on coalesce(merged.type_1, merged.type_2, merged.type_3) = activity_types.activity_type_iri

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
    typed.activity_kind,
    typed.course_key,
    typed.position,
    typed.points,
    typed.due_at
from typed
left join enclosing
    on typed.activity_id = enclosing.activity_id
    and enclosing.preference = 1
