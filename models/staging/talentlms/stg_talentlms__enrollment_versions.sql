{{ config(enabled=uses('talentlms'), schema='pii') }}

with user_courses as (

    select * from {{ ref('base_talentlms__user_courses') }}

),

user_details as (

    {{ all_records('talentlms', 'user_details', [['user_id', ['id'], 'text']]) }}

),

first_enrollments as (

    select
        source_id,
        user_id,
        course_id,
        enrollment_id,
        min(load_id) as first_load_id,
        min(role) as role,
        min(enrolled_at) as enrolled_at
    from user_courses
    group by source_id, user_id, course_id, enrollment_id

),

-- The API does not report when or why a user left a course. An enrollment has ended if a later version of the user does
-- not list the course.
ended_enrollments as (

    select
        first_enrollments.source_id,
        first_enrollments.enrollment_id,
        first_enrollments.user_id,
        first_enrollments.course_id,
        first_enrollments.role,
        first_enrollments.enrolled_at,
        user_details.extracted_at,
        user_details.load_id,
        user_details.record_number
    from first_enrollments
    inner join user_details
        on first_enrollments.source_id = user_details.source_id
        and first_enrollments.user_id = user_details.user_id
        and first_enrollments.first_load_id < user_details.load_id
    left join user_courses
        on user_details.source_id = user_courses.source_id
        and user_details.load_id = user_courses.load_id
        and user_details.record_number = user_courses.record_number
        and first_enrollments.course_id = user_courses.course_id
    where user_courses.course_id is null

),

enrollment_versions as (

    select
        source_id,
        enrollment_id,
        user_id,
        course_id,
        role,
        case when completed_at is not null then 'completed' else 'active' end as status,
        enrolled_at,
        expired_at,
        coalesce(completed_at, enrolled_at) as changed_at,
        extracted_at,
        load_id,
        record_number
    from user_courses
    union all
    select
        source_id,
        enrollment_id,
        user_id,
        course_id,
        role,
        'deleted' as status,
        enrolled_at,
        {{ unknown('timestamp') }} as expired_at,
        {{ unknown('timestamp') }} as changed_at,
        extracted_at,
        load_id,
        record_number
    from ended_enrollments

)

select
    source_id,
    {{ entity_key('enrollment', 'enrollment_id') }} as enrollment_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as section_key,
    case
        when role = 'learner' then 'learner'
        when role = 'instructor' then 'teacher'
        when role is not null then 'other'
    end as role,
    {{ unknown('string') }} as enrollment_mode,
    status,
    enrolled_at as starts_at,
    expired_at as ends_at,
    changed_at,
    extracted_at,
    load_id,
    record_number
from enrollment_versions
