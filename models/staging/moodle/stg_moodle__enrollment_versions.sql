{{ config(enabled=uses('moodle'), schema='pii') }}

with enrollments as (

    {{ all_records('moodle', 'enrollments', [
        ['user_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['is_active', ['_request', 'is_active'], 'boolean'],
        ['roles', ['roles'], 'json'],
        ['group_id', ['groups', 0, 'id'], 'text'],
    ]) }}

),

user_enrolments as (

    {{ all_records('moodle', 'table_user_enrolments', [
        ['enrollment_id', ['id'], 'text'],
        ['enrol_id', ['enrolid'], 'text'],
        ['user_id', ['userid'], 'text'],
        ['status', ['status'], 'text'],
        ['time_start', ['timestart'], 'time'],
        ['time_end', ['timeend'], 'time'],
        ['time_modified', ['timemodified'], 'time'],
    ]) }}

),

enrollment_methods as (

    {{ latest_records('moodle', 'table_enrol', [
        ['enrol_id', ['id'], 'text'],
        ['course_id', ['courseid'], 'text'],
        ['role_id', ['roleid'], 'text'],
        ['method', ['enrol'], 'text'],
    ]) }}

),

roles as (

    {{ latest_records('moodle', 'table_role', [
        ['role_id', ['id'], 'text'],
        ['role_name', ['name'], 'text'],
        ['short_name', ['shortname'], 'text'],
        ['archetype', ['archetype'], 'text'],
    ]) }}

)

select
    source_id,
    {{ entity_key('enrollment', 'record_key') }} as enrollment_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('group', 'group_id') }} as section_key,
    -- If a member has several roles, the one with the most rights counts.
    case
        when roles like '%"editingteacher"%' then 'teacher'
        when roles like '%"teacher"%' then 'assistant'
        when roles like '%"coursecreator"%' then 'designer'
        when roles like '%"student"%' then 'learner'
        when roles like '%"guest"%' then 'observer'
        when roles like '%"shortname"%' then 'other'
    end as role,
    {{ unknown('string') }} as enrollment_mode,
    case when {{ is_true('is_active') }} then 'active' when is_active is not null then 'suspended' end as status,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at,
    {{ unknown('timestamp') }} as changed_at,
    extracted_at,
    load_id,
    record_number
from enrollments
where user_id is not null
    and course_id is not null

union all

select
    user_enrolments.source_id,
    {{ entity_key('enrollment', 'enrollment_id', 'user_enrolments') }} as enrollment_key,
    {{ entity_key('user', 'user_id', 'user_enrolments') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'enrollment_methods') }} as course_key,
    {{ unknown('string') }} as section_key,
    case
        when roles.archetype = 'editingteacher' or lower(roles.role_name) in ('instructor', 'teacher') then 'teacher'
        when roles.archetype = 'teacher' then 'assistant'
        when roles.archetype = 'coursecreator' then 'designer'
        when roles.archetype = 'student' or lower(roles.role_name) = 'student' then 'learner'
        when roles.archetype = 'guest' then 'observer'
        when roles.role_id is not null then 'other'
    end as role,
    enrollment_methods.method as enrollment_mode,
    case
        when user_enrolments.status = '0' then 'active' when user_enrolments.status = '1' then 'suspended'
    end as status,
    user_enrolments.time_start as starts_at,
    user_enrolments.time_end as ends_at,
    user_enrolments.time_modified as changed_at,
    user_enrolments.extracted_at,
    user_enrolments.load_id,
    user_enrolments.record_number
from user_enrolments
left join enrollment_methods
    on user_enrolments.source_id = enrollment_methods.source_id
    and user_enrolments.enrol_id = enrollment_methods.enrol_id
left join roles
    on enrollment_methods.source_id = roles.source_id
    and enrollment_methods.role_id = roles.role_id
where user_enrolments.enrollment_id is not null
