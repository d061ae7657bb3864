{{ config(enabled=uses('canvas'), schema='pii') }}

with page_views as (

    {{ latest_records('canvas', 'page_views', [
        ['page_view_id', ['id'], 'text'],
        ['requested_user_id', ['_request', 'user_id'], 'text'],
        ['user_id', ['links', 'user'], 'text'],
        ['real_user_id', ['links', 'real_user'], 'text'],
        ['context_type', ['context_type'], 'text'],
        ['context_id', ['links', 'context'], 'text'],
        ['url', ['url'], 'text'],
        ['controller', ['controller'], 'text'],
        ['http_method', ['http_method'], 'text'],
        ['user_request', ['user_request'], 'text'],
        ['interaction_seconds', ['interaction_seconds'], 'float'],
        ['event_at', ['created_at'], 'timestamp'],
    ]) }}

),

parsed_page_views as (

    select
        page_views.*,
        -- An administrator may act as another person; the event then belongs to the administrator.
        coalesce(real_user_id, requested_user_id, user_id) as actor_id,
        case when context_type = 'Course' then context_id end as course_id,
        {{ matched_group('url', '/courses/[0-9]+/([a-z_]+)/[0-9]+', 1) }} as object_type,
        {{ matched_group('url', '/courses/[0-9]+/[a-z_]+/([0-9]+)', 1) }} as object_id
    from page_views
    where page_view_id is not null

)

select
    source_id,
    {{ entity_key('page_view', 'page_view_id') }} as event_key,
    {{ entity_key('user', 'actor_id') }} as user_identifier,
    -- Only a page that a person asked for was seen. Other requests come from scripts of a page, or change something.
    case
        when coalesce(http_method, 'GET') = 'GET' and coalesce(user_request, 'true') <> 'false'
            then 'http://adlnet.gov/expapi/verbs/experienced'
        else 'http://activitystrea.ms/schema/1.0/access'
    end as verb_id,
    -- Objects that have a key in Canvas are identified by it, any other page by its address.
    case object_type
        when 'assignments' then {{ entity_key('assignment', 'object_id') }}
        when 'quizzes' then {{ entity_key('quiz', 'object_id') }}
        when 'discussion_topics' then {{ entity_key('discussion_topic', 'object_id') }}
        else {{ text_part(text_part('url', '?', 1), '#', 1) }}
    end as activity_id,
    case
        when controller = 'courses' then 'http://adlnet.gov/expapi/activities/course'
        when controller in ('assignments', 'submissions')
            then 'http://id.tincanapi.com/activitytype/school-assignment'
        when controller like 'quizzes%' then 'http://adlnet.gov/expapi/activities/assessment'
        when controller in ('discussion_topics', 'discussion_entries')
            then 'http://id.tincanapi.com/activitytype/discussion'
        when controller = 'wiki_pages' then 'http://activitystrea.ms/schema/1.0/page'
        when controller = 'files' then 'http://activitystrea.ms/schema/1.0/file'
    end as activity_type_id,
    {{ unknown('string') }} as activity_name,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as parent_activity_id,
    {{ unknown('string') }} as attempt_id,
    event_at,
    {{ unknown('timestamp') }} as stored_at,
    {{ unknown('float') }} as score_raw,
    {{ unknown('float') }} as score_max,
    interaction_seconds as duration_seconds,
    {{ unknown('boolean') }} as is_success,
    {{ unknown('boolean') }} as is_completion,
    payload_hash
from parsed_page_views
