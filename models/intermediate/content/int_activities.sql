{{ config(materialized='table') }}

with activity_definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

),

activities as (

    select * from {{ ref('int_activities__unioned') }}

),

events as (

    select * from {{ ref('int_events__unioned') }}

),

activity_mentions as (

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
    from activity_definitions
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
    from activities
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

-- Each field is taken by itself, so that a mention without details does not hide the details of another one.
merged_activities as (

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
    from activity_mentions
    group by activity_id

),

typed_activities as (

    select
        merged_activities.activity_id,
        -- The system that holds the course knows its structure better than statements do.
        coalesce(
            merged_activities.parent_2, merged_activities.parent_1, merged_activities.parent_3
        ) as parent_activity_id,
        coalesce(merged_activities.type_1, merged_activities.type_2, merged_activities.type_3) as activity_type_id,
        coalesce(merged_activities.name_1, merged_activities.name_2, merged_activities.name_3) as activity_name,
        coalesce(activity_types.activity_kind, merged_activities.activity_kind, 'other') as activity_kind,
        merged_activities.course_key,
        merged_activities.position,
        merged_activities.points,
        merged_activities.due_at
    from merged_activities
    left join activity_types
        on coalesce(
            merged_activities.type_1, merged_activities.type_2, merged_activities.type_3
        ) = activity_types.activity_type_iri

),

-- Authoring tools extend the id of a course by a path, query or fragment to make the id of a question, with at most
-- one step for a slide or a lesson between.
shortened_ids as (

    select
        activity_id,
        {{ matched_group('activity_id', '^(.+)[/?#][^/?#]+$', 1) }} as shorter_id
    from typed_activities
    where activity_kind = 'question'
        and parent_activity_id is null

),

id_prefixes as (

    select
        activity_id,
        shorter_id,
        1 as steps
    from shortened_ids
    union all
    select
        activity_id,
        {{ matched_group('shorter_id', '^(.+)[/?#][^/?#]+$', 1) }} as shorter_id,
        2 as steps
    from shortened_ids

),

enclosing_activities as (

    select
        id_prefixes.activity_id,
        id_prefixes.shorter_id as enclosing_activity_id,
        row_number() over (partition by id_prefixes.activity_id order by id_prefixes.steps) as preference
    from id_prefixes
    inner join typed_activities
        on id_prefixes.shorter_id = typed_activities.activity_id
    where typed_activities.activity_kind in ('assessment', 'course')

)

select
    typed_activities.activity_id,
    typed_activities.parent_activity_id,
    enclosing_activities.enclosing_activity_id,
    typed_activities.activity_type_id,
    typed_activities.activity_name,
    typed_activities.activity_kind,
    typed_activities.course_key,
    typed_activities.position,
    typed_activities.points,
    typed_activities.due_at
from typed_activities
left join enclosing_activities
    on typed_activities.activity_id = enclosing_activities.activity_id
    and enclosing_activities.preference = 1
