{{ config(enabled=uses('talentlms'), schema='pii') }}

with listed as (

    select * from {{ ref('base_talentlms__user_courses') }}

),

users as (

    {{ all_records('talentlms', 'user_details', [['user_id', ['id'], 'text']]) }}

),

first_listed as (

    select
        source_id,
        user_id,
        course_id,
        enrollment_id,
        min(load_id) as first_load_id,
        min(role) as role,
        min(enrolled_at) as enrolled_at
    from listed
    group by source_id, user_id, course_id, enrollment_id

),

-- Who leaves a course is no longer listed there: that the user was landed without it tells so, not when or why.
missing as (

    select
        first_listed.source_id,
        first_listed.enrollment_id,
        first_listed.user_id,
        first_listed.course_id,
        first_listed.role,
        first_listed.enrolled_at,
        users.extracted_at,
        users.load_id,
        users.record_number
    from first_listed
    inner join users
        on first_listed.source_id = users.source_id
        and first_listed.user_id = users.user_id
        and first_listed.first_load_id < users.load_id
    left join listed
        on users.source_id = listed.source_id
        and users.load_id = listed.load_id
        and users.record_number = listed.record_number
        and first_listed.course_id = listed.course_id
    where listed.course_id is null

),

versions as (

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
    from listed
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
    from missing

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
from versions
