{{ config(enabled=uses('moodle')) }}

with sections as (

    {{ latest_records('moodle', 'contents', [
        ['section_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['section_name', ['name'], 'text'],
        ['section_number', ['section'], 'bigint'],
        ['modules', ['modules'], 'json'],
    ]) }}

),

scoes as (

    {{ latest_records('moodle', 'scorm_scoes', [
        ['sco_id', ['id'], 'text'],
        ['scorm_id', ['scorm'], 'text'],
        ['title', ['title'], 'text'],
        ['kind', ['scormtype'], 'text'],
        ['sort_order', ['sortorder'], 'bigint'],
    ]) }}

),

activities as (

    select * from {{ ref('base_moodle__activities') }}

),

module_elements as (

    {{ json_each('sections', 'modules', ['source_id', 'section_id', 'course_id', 'load_id', 'record_number']) }}

),

modules as (

    {{ json_fields(
        'module_elements', 'element',
        ['source_id', 'section_id', 'course_id', 'load_id', 'record_number', 'position'],
        [
            ['instance_id', ['instance'], 'string'],
            ['module_name', ['modname'], 'string'],
            ['activity_name', ['name'], 'string'],
        ]
    ) }}

),

-- A deleted section may still contain a module that has moved to another one. The section that was landed last counts.
ranked_modules as (

    select
        modules.*,
        row_number() over (
            partition by source_id, module_name, instance_id order by load_id desc, record_number desc, position asc
        ) as preference
    from modules
    where module_name is not null
        and instance_id is not null

),

current_modules as (

    select
        source_id,
        {{ moodle_activity_key('module_name', 'instance_id') }} as activity_key,
        {{ entity_key('course', 'course_id') }} as course_key,
        {{ entity_key('section', 'section_id') }} as parent_activity_key,
        activity_name,
        module_name,
        position
    from ranked_modules
    where preference = 1

),

modules_and_activities as (

    select
        coalesce(current_modules.source_id, activities.source_id) as source_id,
        coalesce(current_modules.activity_key, activities.activity_key) as activity_key,
        coalesce(current_modules.course_key, activities.course_key) as course_key,
        current_modules.parent_activity_key,
        coalesce(current_modules.activity_name, activities.activity_name) as activity_name,
        coalesce(current_modules.module_name, activities.module_name) as module_name,
        current_modules.position,
        activities.points,
        activities.due_at
    from current_modules
    full outer join activities
        on current_modules.activity_key = activities.activity_key

)

select
    source_id,
    activity_key,
    course_key,
    parent_activity_key,
    activity_name,
    case
        when module_name in ('quiz', 'feedback', 'choice', 'survey') then 'assessment'
        when module_name in ('assign', 'workshop') then 'assignment'
        when module_name in ('forum', 'chat') then 'discussion'
        when module_name in ('lesson', 'subsection') then 'module'
        when module_name = 'page' then 'page'
        when module_name = 'url' then 'link'
        when module_name = 'resource' then 'file'
        when module_name = 'folder' then 'collection'
        when module_name in ('book', 'data', 'glossary', 'h5pactivity', 'imscp', 'lti', 'scorm', 'wiki')
            then 'content_unit'
        when module_name = 'bigbluebuttonbn' then 'meeting'
        -- A label is a text on the page of the course, which learners cannot open.
        when module_name = 'label' then 'heading'
        else 'other'
    end as activity_kind,
    position,
    points,
    due_at
from modules_and_activities

union all

select
    source_id,
    {{ entity_key('section', 'section_id') }} as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    section_name as activity_name,
    'module' as activity_kind,
    -- Moodle counts sections from 0.
    section_number + 1 as position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at
from sections
where section_id is not null

union all

select
    scoes.source_id,
    {{ entity_key('sco', 'sco_id', 'scoes') }} as activity_key,
    activities.course_key,
    activities.activity_key as parent_activity_key,
    scoes.title as activity_name,
    'content_unit' as activity_kind,
    scoes.sort_order as position,
    {{ unknown('float') }} as points,
    {{ unknown('timestamp') }} as due_at
from scoes
inner join activities
    on scoes.source_id = activities.source_id
    and scoes.scorm_id = activities.instance_id
    and activities.module_name = 'scorm'
where scoes.kind = 'sco'
