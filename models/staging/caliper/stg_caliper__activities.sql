{{ config(enabled=uses('caliper')) }}

with events as (

    select * from {{ ref('base_caliper__events') }}
    where rejection_reasons is null

),

entities as (

    select * from {{ ref('base_caliper__entities') }}

),

mentions as (

    select
        source_id,
        object_id as activity_id,
        object_type as activity_type,
        object_name as activity_name,
        object_part_id as parent_id,
        course_id,
        object_max_score as points,
        object_due_at as due_at,
        sent_at
    from events
    union all
    select
        source_id,
        object_part_id as activity_id,
        object_part_type as activity_type,
        object_part_name as activity_name,
        {{ unknown('string') }} as parent_id,
        course_id,
        {{ unknown('float') }} as points,
        {{ unknown('timestamp') }} as due_at,
        sent_at
    from events
    union all
    select
        source_id,
        assignable_id as activity_id,
        assignable_type as activity_type,
        assignable_name as activity_name,
        {{ unknown('string') }} as parent_id,
        course_id,
        {{ unknown('float') }} as points,
        {{ unknown('timestamp') }} as due_at,
        sent_at
    from events
    union all
    select
        source_id,
        entity_id as activity_id,
        entity_type as activity_type,
        entity_name as activity_name,
        part_id as parent_id,
        {{ unknown('string') }} as course_id,
        max_score as points,
        due_at,
        sent_at
    from entities

),

kinds as (

    select
        mentions.*,
        case
            when activity_type in ('Assessment', 'Questionnaire', 'Survey') then 'assessment'
            when activity_type in ('AssessmentItem', 'QuestionnaireItem') then 'question'
            when activity_type like '%Question' then 'question'
            when activity_type = 'AssignableDigitalResource' then 'assignment'
            when activity_type in ('Forum', 'Thread') then 'discussion'
            when activity_type in ('Page', 'WebPage', 'Frame', 'Document') then 'page'
            when activity_type = 'Chapter' then 'module'
            when activity_type = 'VideoObject' then 'video'
            when activity_type = 'AudioObject' then 'audio'
            when activity_type = 'ImageObject' then 'file'
            when activity_type in ('DigitalResource', 'MediaObject', 'LtiLink') then 'content_unit'
            when activity_type = 'DigitalResourceCollection' then 'collection'
            when activity_type = 'Link' then 'link'
        end as activity_kind
    from mentions
    where activity_id is not null

),

known_activities as (

    select
        source_id,
        activity_id,
        {{ last_by('activity_kind', 'sent_at', 'activity_kind', 'text') }} as activity_kind,
        {{ last_by('activity_name', 'sent_at', 'activity_name', 'text') }} as activity_name,
        {{ last_by('parent_id', 'sent_at', 'parent_id', 'text') }} as parent_id,
        {{ last_by('course_id', 'sent_at', 'course_id', 'text') }} as course_id,
        {{ last_by('points', 'sent_at', 'activity_id', 'float') }} as points,
        max(due_at) as due_at
    from kinds
    group by source_id, activity_id

)

-- People, messages and sessions are not activities. An IRI names the same activity in every system, so it is the key.
select
    source_id,
    activity_id as activity_key,
    {{ entity_key('course', 'course_id') }} as course_key,
    parent_id as parent_activity_key,
    activity_name,
    activity_kind,
    {{ unknown('bigint') }} as position,
    points,
    due_at
from known_activities
where activity_kind is not null
