{{ config(materialized='table') }}

with definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

),

typed as (

    select
        definitions.activity_id,
        definitions.parent_activity_id,
        definitions.activity_type_id,
        definitions.activity_name,
        coalesce(activity_types.activity_kind, 'other') as activity_kind
    from definitions
    left join activity_types
        on definitions.activity_type_id = activity_types.activity_type_iri

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
