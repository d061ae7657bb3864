{{ config(enabled=uses('canvas'), schema='pii') }}

with discussion_entries as (

    {{ latest_records('canvas', 'discussion_entries', [
        ['entry_id', ['id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['parent_id', ['parent_id'], 'text'],
        ['answered_entry_id', ['_request', 'entry_id'], 'text'],
        ['topic_id', ['_request', 'topic_id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['posted_at', ['created_at'], 'timestamp'],
        ['message', ['message'], 'text'],
        ['deleted', ['deleted'], 'boolean'],
    ]) }}

)

select
    source_id,
    {{ entity_key('discussion_entry', 'entry_id') }} as post_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('discussion_topic', 'topic_id') }} as activity_key,
    {{ entity_key('discussion_entry', 'coalesce(parent_id, answered_entry_id)') }} as parent_post_key,
    posted_at,
    {{ word_count('message') }} as words,
    -- Canvas sends the field for deleted entries only.
    coalesce(deleted, {{ boolean_value(false) }}) as is_deleted
from discussion_entries
where entry_id is not null
