{{ config(enabled=uses('lti'), schema='pii') }}

with memberships as (

    {{ all_records('lti', 'memberships', [
        ['context_id', ['_request', 'context_id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['status', ['status'], 'text'],
        ['roles', ['roles'], 'json'],
    ]) }}

),

keyed_memberships as (

    select
        memberships.*,
        {{ dbt.concat(["context_id", "'/'", "user_id"]) }} as membership_id
    from memberships
    where context_id is not null and user_id is not null

)

-- Roles are IRIs; roles of the context may also be single words. Of several roles the most specific one counts.
select
    source_id,
    {{ entity_key('enrollment', 'membership_id') }} as enrollment_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'context_id') }} as course_key,
    {{ unknown('string') }} as section_key,
    case
        when roles like '%/person#TestUser"%' then 'test'
        when roles like '%#TeachingAssistant%' then 'assistant'
        when roles like '%#Instructor"%' or roles like '%"Instructor"%' or roles like '%/Instructor#%' then 'teacher'
        when roles like '%#ContentDeveloper"%' or roles like '%"ContentDeveloper"%' then 'designer'
        when roles like '%/membership#Learner"%' or roles like '%"Learner"%' or roles like '%/Learner#%' then 'learner'
        when roles like '%/membership#Mentor"%' or roles like '%"Mentor"%' or roles like '%/Mentor#%' then 'observer'
        when roles is not null then 'other'
    end as role,
    {{ unknown('string') }} as enrollment_mode,
    case status
        when 'Active' then 'active'
        when 'Inactive' then 'suspended'
        when 'Deleted' then 'deleted'
    end as status,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at,
    {{ unknown('timestamp') }} as changed_at,
    extracted_at,
    load_id,
    record_number
from keyed_memberships
