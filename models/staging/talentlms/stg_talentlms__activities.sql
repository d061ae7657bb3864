{{ config(enabled=uses('talentlms')) }}

with units as (

    {{ latest_records('talentlms', 'units', [
        ['unit_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['type', ['type'], 'text'],
        ['name', ['name'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('unit', 'unit_id') }} as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    name as activity_name,
    case
        when type = 'Section' then 'module'
        when type in ('Content', 'Web content') then 'page'
        when type in ('Test', 'Survey') then 'assessment'
        when type = 'Assignment' then 'assignment'
        when type = 'Instructor-led training' then 'meeting'
        when type = 'Video' then 'video'
        when type = 'Audio' then 'audio'
        when type = 'Iframe' then 'link'
        when type like 'Presentation%' then 'file'
        when type like 'SCORM%' then 'content_unit'
        when type is not null then 'other'
    end as activity_kind,
    {{ unknown('bigint') }} as position,
    -- Scores are percentages.
    case when type in ('Test', 'Assignment') then cast(100 as {{ double_type() }}) end as points,
    {{ unknown('timestamp') }} as due_at
from units
where unit_id is not null
