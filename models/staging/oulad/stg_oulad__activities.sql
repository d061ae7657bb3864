{{ config(enabled=uses('oulad')) }}

with sites as (

    {{ latest_records('oulad', 'vle', [
        ['id_site', ['id_site'], 'text'],
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['activity_type', ['activity_type'], 'text'],
    ]) }}

),

assessments as (

    {{ latest_records('oulad', 'assessments', [
        ['id_assessment', ['id_assessment'], 'text'],
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['assessment_type', ['assessment_type'], 'text'],
        ['due_day', ['date'], 'bigint'],
        ['weight', ['weight'], 'float'],
    ]) }}

),

courses as (

    select * from {{ ref('stg_oulad__courses') }}

),

activities as (

    select
        source_id,
        {{ entity_key('site', 'id_site') }} as activity_key,
        {{ dbt.concat(['code_module', "'-'", 'code_presentation']) }} as run_code,
        activity_type,
        case
            when activity_type in ('homepage', 'page', 'subpage', 'sharedsubpage', 'dualpane') then 'page'
            when activity_type in ('oucontent', 'ouwiki', 'glossary', 'dataplus') then 'content_unit'
            when activity_type = 'resource' then 'file'
            when activity_type = 'url' then 'link'
            when activity_type = 'folder' then 'collection'
            when activity_type = 'forumng' then 'discussion'
            when activity_type in ('oucollaborate', 'ouelluminate') then 'meeting'
            when activity_type in ('quiz', 'externalquiz', 'questionnaire') then 'assessment'
            when activity_type is not null then 'other'
        end as activity_kind,
        {{ unknown('float') }} as points,
        {{ unknown('bigint') }} as due_day,
        {{ unknown('float') }} as weight
    from sites
    where id_site is not null
    union all
    select
        source_id,
        {{ entity_key('assessment', 'id_assessment') }} as activity_key,
        {{ dbt.concat(['code_module', "'-'", 'code_presentation']) }} as run_code,
        assessment_type as activity_type,
        -- A tutor marks a TMA, a computer a CMA.
        case when assessment_type = 'TMA' then 'assignment' else 'assessment' end as activity_kind,
        100.0 as points,
        due_day,
        weight
    from assessments
    where id_assessment is not null

)

select
    activities.source_id,
    activities.activity_key,
    {{ entity_key('course', 'run_code', 'activities') }} as course_key,
    {{ unknown('string') }} as parent_activity_key,
    {{ unknown('string') }} as activity_name,
    activities.activity_kind,
    {{ unknown('bigint') }} as position,
    activities.points,
    {{ dbt.dateadd('day', 'cast(activities.due_day as integer)', 'courses.starts_at') }} as due_at,
    activities.activity_type,
    activities.weight
from activities
left join courses
    on activities.source_id = courses.source_id
    and activities.run_code = courses.run_code
