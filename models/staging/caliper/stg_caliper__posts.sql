{{ config(enabled=uses('caliper'), schema='pii') }}

with posted as (

    select
        events.*,
        row_number() over (partition by source_id, object_id order by event_at, event_key) as preference
    from {{ ref('base_caliper__events') }} as events
    where rejection_reasons is null
        and event_type = 'MessageEvent'
        and action = 'Posted'

),

deleted as (

    select distinct
        source_id,
        object_id
    from {{ ref('base_caliper__events') }}
    where rejection_reasons is null
        and action = 'Deleted'

)

select
    posted.source_id,
    {{ entity_key('post', 'object_id', 'posted') }} as post_key,
    {{ entity_key('user', 'person_id', 'posted') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'posted') }} as course_key,
    posted.object_part_id as activity_key,
    {{ entity_key('post', 'reply_to_id', 'posted') }} as parent_post_key,
    coalesce(posted.object_created_at, posted.event_at) as posted_at,
    posted.object_words as words,
    case when deleted.object_id is not null then {{ boolean_value(true) }} end as is_deleted
from posted
left join deleted
    on posted.source_id = deleted.source_id
    and posted.object_id = deleted.object_id
where posted.preference = 1
