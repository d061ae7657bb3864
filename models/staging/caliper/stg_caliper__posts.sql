{{ config(enabled=uses('caliper'), schema='pii') }}

with posted_messages as (

    select
        events.*,
        row_number() over (partition by source_id, object_id order by event_at, event_key) as preference
    from {{ ref('base_caliper__events') }} as events
    where rejection_reasons is null
        and event_type = 'MessageEvent'
        and action = 'Posted'

),

deleted_messages as (

    select distinct
        source_id,
        object_id
    from {{ ref('base_caliper__events') }}
    where rejection_reasons is null
        and action = 'Deleted'

)

select
    posted_messages.source_id,
    {{ entity_key('post', 'object_id', 'posted_messages') }} as post_key,
    {{ entity_key('user', 'person_id', 'posted_messages') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'posted_messages') }} as course_key,
    posted_messages.object_part_id as activity_key,
    {{ entity_key('post', 'reply_to_id', 'posted_messages') }} as parent_post_key,
    coalesce(posted_messages.object_created_at, posted_messages.event_at) as posted_at,
    posted_messages.object_words as words,
    case when deleted_messages.object_id is not null then {{ boolean_value(true) }} end as is_deleted
from posted_messages
left join deleted_messages
    on posted_messages.source_id = deleted_messages.source_id
    and posted_messages.object_id = deleted_messages.object_id
where posted_messages.preference = 1
