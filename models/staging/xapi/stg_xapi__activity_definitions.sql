with objects as (

    select distinct
        object_id as activity_id,
        -- H5P calls a content of several tasks an interaction, with a type that xAPI does not define.
        case when coalesce(interaction_type, '') <> 'compound' then activity_type_id end as activity_type_id,
        activity_name,
        context_key
    from {{ ref('base_xapi__chosen_statements') }}
    where rejection_reasons is null
        and object_class = 'Activity'

),

context_activities as (

    select * from {{ ref('stg_xapi__context_activities') }}
    where activity_id is not null

),

-- H5P sends no type for most contents, but always sends their library, as a category.
libraries as (

    select
        objects.activity_id,
        max({{ h5p_library('context_activities.activity_id') }}) as library_id
    from objects
    inner join context_activities
        on objects.context_key = context_activities.context_key
    where context_activities.relation = 'category'
        and context_activities.activity_id like 'http://h5p.org/libraries/%'
    group by objects.activity_id

),

mentions as (

    select
        activity_id,
        activity_type_id,
        activity_name
    from objects
    union all
    select
        activity_id,
        activity_type_id,
        activity_name
    from context_activities

),

described_activities as (

    -- A mention without a definition changes nothing. Of several definitions the largest text counts, so that the order
    -- of arrival does not matter.
    select
        activity_id,
        max(activity_type_id) as activity_type_id,
        max(activity_name) as activity_name
    from mentions
    group by activity_id

),

named_activities as (

    {{ json_fields('described_activities', 'activity_name', ['activity_id', 'activity_type_id'], language_fields()) }}

),

parents as (

    select
        objects.activity_id,
        context_activities.activity_id as parent_activity_id,
        row_number() over (
            partition by objects.activity_id order by context_activities.position, context_activities.activity_id
        ) as preference
    from objects
    inner join context_activities
        on objects.context_key = context_activities.context_key
    where context_activities.relation = 'parent'
        and context_activities.activity_id <> objects.activity_id

)

select
    named_activities.activity_id,
    parents.parent_activity_id,
    coalesce(named_activities.activity_type_id, libraries.library_id) as activity_type_id,
    {{ first_language('named_activities') }} as activity_name
from named_activities
left join libraries
    on named_activities.activity_id = libraries.activity_id
left join parents
    on named_activities.activity_id = parents.activity_id
    and parents.preference = 1
