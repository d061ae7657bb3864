{{ config(schema='pii') }}

with employees as (

    {{ latest_records('bamboohr', 'employees', [
        ['employee_id', ['fields', 'eeid'], 'text'],
        ['employee_number', ['fields', 'employeeNumber'], 'text'],
        ['first_name', ['fields', 'firstName'], 'text'],
        ['last_name', ['fields', 'lastName'], 'text'],
        ['email', ['fields', 'email'], 'text'],
        ['status', ['fields', 'status'], 'text'],
        ['hire_date', ['fields', 'hireDate'], 'date'],
        ['termination_date', ['fields', 'terminationDate'], 'text'],
        ['supervisor_id', ['fields', 'supervisorEid'], 'text'],
        ['department_name', ['fields', 'jobInformationDepartment'], 'text'],
    ]) }}

),

changes as (

    {{ latest_records('bamboohr', 'changes', [
        ['employee_id', ['id'], 'text'],
        ['action', ['action'], 'text'],
    ]) }}

),

dated as (

    select
        employees.*,
        -- Where there is no day, BambooHR writes one of zeros.
        nullif(termination_date, '0000-00-00') as left_on
    from employees
    where employee_id is not null

)

select
    dated.source_id,
    {{ entity_key('user', 'employee_id', 'dated') }} as user_identifier,
    dated.employee_id,
    dated.employee_number,
    dated.first_name,
    dated.last_name,
    dated.email,
    dated.status,
    {{ as_boolean("coalesce(changes.action, '') = 'Deleted'") }} as is_deleted,
    dated.hire_date,
    cast({{ utc_timestamp('dated.left_on') }} as date) as termination_date,
    {{ entity_key('user', 'supervisor_id', 'dated') }} as manager_identifier,
    dated.department_name
from dated
left join changes
    on dated.source_id = changes.source_id
    and dated.employee_id = changes.employee_id
