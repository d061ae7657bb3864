with statements as (

    select * from {{ ref('base_xapi__statements') }}
    where rejection_reasons is null

),

context_activities as (

    select * from {{ ref('stg_xapi__context_activities') }}

),

mentions as (

    select
        object_id as activity_id,
        activity_type_id,
        activity_name
    from statements
    where object_class = 'Activity'
    group by 1, 2, 3
    union all
    select
        activity_id,
        activity_type_id,
        activity_name
    from context_activities

),

described as (

    -- A mention without a definition takes nothing away; of several, the largest text counts in any order of arrival.
    select
        activity_id,
        max(activity_type_id) as activity_type_id,
        max(activity_name) as activity_name
    from mentions
    group by 1

),

named as (

    {{ json_fields('described', 'activity_name', ['activity_id', 'activity_type_id'], language_fields()) }}

),

parents as (

    select
        pairs.object_id as activity_id,
        min(context_activities.activity_id) as parent_activity_id
    from (select distinct object_id, context_key from statements where object_class = 'Activity') as pairs
    inner join context_activities
        on pairs.context_key = context_activities.context_key
    where context_activities.relation = 'parent'
        and context_activities.activity_id <> pairs.object_id
    group by 1

)

select
    named.activity_id,
    parents.parent_activity_id,
    named.activity_type_id,
    {{ first_language('named') }} as activity_name
from named
left join parents
    on named.activity_id = parents.activity_id
