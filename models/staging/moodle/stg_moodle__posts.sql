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

activities as (

    select * from {{ ref('base_moodle__activities') }}

),

discussion_forums as (

    select
        source_id,
        coalesce(discussion_id, table_discussion_id) as discussion_id,
        coalesce(forum_id, table_forum_id) as forum_id
    from discussions

),

forum_posts as (

    select
        source_id,
        post_id,
        coalesce(author_id, table_user_id) as user_id,
        coalesce(discussion_id, table_discussion_id) as discussion_id,
        -- The first post of a discussion has the parent 0 in tables, or itself as its parent.
        nullif(nullif(coalesce(parent_id, table_parent_id), '0'), post_id) as parent_id,
        coalesce(time_created, table_created) as posted_at,
        coalesce(known_words, {{ word_count('message') }}) as words,
        coalesce(is_deleted, {{ as_boolean("table_deleted = '1'") }}) as is_deleted
    from posts
    where post_id is not null

)

select
    forum_posts.source_id,
    {{ entity_key('post', 'post_id', 'forum_posts') }} as post_key,
    {{ entity_key('user', 'user_id', 'forum_posts') }} as user_identifier,
    activities.course_key,
    activities.activity_key,
    {{ entity_key('post', 'parent_id', 'forum_posts') }} as parent_post_key,
    forum_posts.posted_at,
    forum_posts.words,
    forum_posts.is_deleted
from forum_posts
left join discussion_forums
    on forum_posts.source_id = discussion_forums.source_id
    and forum_posts.discussion_id = discussion_forums.discussion_id
left join activities
    on discussion_forums.source_id = activities.source_id
    and discussion_forums.forum_id = activities.instance_id
    and activities.module_name = 'forum'
