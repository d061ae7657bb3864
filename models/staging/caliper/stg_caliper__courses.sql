{{ config(enabled=uses('caliper')) }}

with events as (

    select * from {{ ref('base_caliper__events') }}
    where rejection_reasons is null

),

entities as (

    select * from {{ ref('base_caliper__entities') }}
    where entity_type in ('CourseSection', 'CourseOffering')

),

mentions as (

    select
        source_id,
        course_id,
        sent_at,
        case when group_id = course_id then group_name else parent_group_name end as course_name,
        case when group_id = course_id then group_session else parent_group_session end as term_name,
        case when group_id = course_id then group_number else parent_group_number end as section_number,
        case when group_id = course_id then parent_group_number else offering_number end as offering_number
    from events
    union all
    select
        source_id,
        {{ caliper_named('entity_id') }} as course_id,
        sent_at,
        entity_name as course_name,
        entity_session as term_name,
        entity_number as section_number,
        parent_number as offering_number
    from entities

),

courses as (

    select
        source_id,
        course_id,
        {{ last_by('course_name', 'sent_at', 'course_name', 'text') }} as course_name,
        {{ last_by('term_name', 'sent_at', 'term_name', 'text') }} as term_name,
        {{ last_by('section_number', 'sent_at', 'section_number', 'text') }} as section_number,
        {{ last_by('offering_number', 'sent_at', 'offering_number', 'text') }} as offering_number
    from mentions
    where course_id is not null
    group by source_id, course_id

),

identified_courses as (

    select
        source_id,
        entity_id,
        max(case when identifier_type = 'SisSourcedId' then identifier end) as sis_id,
        max(case when identifier_type = 'OneRosterSourcedId' then identifier end) as oneroster_id,
        max(case when identifier_type = 'LisSourcedId' then identifier end) as lis_id
    from {{ ref('base_caliper__identifiers') }}
    group by source_id, entity_id

)

select
    courses.source_id,
    {{ entity_key('course', 'course_id', 'courses') }} as course_key,
    coalesce(
        identified_courses.sis_id, identified_courses.oneroster_id, identified_courses.lis_id, courses.section_number
    ) as run_code,
    courses.offering_number as course_code,
    courses.course_name,
    courses.term_name,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at
from courses
left join identified_courses
    on courses.source_id = identified_courses.source_id
    and courses.course_id = identified_courses.entity_id
