{{ config(enabled=uses('canvas')) }}

with module_items as (

    {{ latest_records('canvas', 'module_items', [
        ['item_id', ['id'], 'text'],
        ['title', ['title'], 'text'],
        ['item_type', ['type'], 'text'],
        ['content_type', ['content_type'], 'text'],
        ['content_id', ['content_id'], 'text'],
        ['position', ['position'], 'bigint'],
        ['module_id', ['module_id'], 'text'],
        ['context_module_id', ['context_module_id'], 'text'],
        ['requested_module_id', ['_request', 'module_id'], 'text'],
        ['context_id', ['context_id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
    ]) }}

)

select
    source_id,
    -- Exports of the table do not contain the id.
    coalesce(item_id, record_key) as module_item_id,
    coalesce(module_id, context_module_id, requested_module_id) as module_id,
    coalesce(course_id, context_id) as course_id,
    title as item_name,
    case
        when coalesce(item_type, content_type) in ('Assignment') then 'assignment'
        when coalesce(item_type, content_type) in ('Quiz', 'Quizzes::Quiz') then 'assessment'
        when coalesce(item_type, content_type) in ('Discussion', 'DiscussionTopic') then 'discussion'
        when coalesce(item_type, content_type) in ('Page', 'WikiPage') then 'page'
        when coalesce(item_type, content_type) in ('File', 'Attachment') then 'file'
        when coalesce(item_type, content_type) = 'ExternalUrl' then 'link'
        when coalesce(item_type, content_type) in ('ExternalTool', 'ContextExternalTool') then 'content_unit'
        when coalesce(item_type, content_type) in ('SubHeader', 'ContextModuleSubHeader') then 'heading'
        else 'other'
    end as item_kind,
    content_id,
    position
from module_items
