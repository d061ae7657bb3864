{{ config(enabled=uses('moodle'), schema='pii') }}

with posts as (

    {{ latest_records('moodle', 'posts', [
        ['post_id', ['id'], 'text'],
        ['author_id', ['author', 'id'], 'text'],
        ['table_user_id', ['userid'], 'text'],
        ['discussion_id', ['discussionid'], 'text'],
        ['table_discussion_id', ['discussion'], 'text'],
        ['parent_id', ['parentid'], 'text'],
        ['table_parent_id', ['parent'], 'text'],
        ['time_created', ['timecreated'], 'time'],
        ['table_created', ['created'], 'time'],
        ['message', ['message'], 'text'],
        ['known_words', ['wordcount'], 'bigint'],
        ['is_deleted', ['isdeleted'], 'boolean'],
        ['table_deleted', ['deleted'], 'text'],
    ]) }}

),

discussions as (

    {{ latest_records('moodle', 'discussions', [
        ['discussion_id', ['discussion'], 'text'],
        ['table_discussion_id', ['id'], 'text'],
        ['forum_id', ['_request', 'forum_id'], 'text'],
        ['table_forum_id', ['forum'], 'text'],
    ]) }}

),

forums as (

    select * from {{ ref('base_moodle__activities') }}

),

placed as (

    select
        source_id,
        coalesce(discussion_id, table_discussion_id) as discussion_id,
        coalesce(forum_id, table_forum_id) as forum_id
    from discussions

),

written as (

    select
        source_id,
        post_id,
        coalesce(author_id, table_user_id) as user_id,
        coalesce(discussion_id, table_discussion_id) as discussion_id,
        -- In tables 0 opens a discussion, and so does a post that names itself.
        nullif(nullif(coalesce(parent_id, table_parent_id), '0'), post_id) as parent_id,
        coalesce(time_created, table_created) as posted_at,
        coalesce(known_words, {{ word_count('message') }}) as words,
        coalesce(is_deleted, {{ as_boolean("table_deleted = '1'") }}) as is_deleted
    from posts
    where post_id is not null

)

select
    written.source_id,
    {{ entity_key('post', 'post_id', 'written') }} as post_key,
    {{ entity_key('user', 'user_id', 'written') }} as user_identifier,
    forums.course_key,
    forums.activity_key,
    {{ entity_key('post', 'parent_id', 'written') }} as parent_post_key,
    written.posted_at,
    written.words,
    written.is_deleted
from written
left join placed
    on written.source_id = placed.source_id
    and written.discussion_id = placed.discussion_id
left join forums
    on placed.source_id = forums.source_id
    and placed.forum_id = forums.instance_id
    and forums.module_name = 'forum'
