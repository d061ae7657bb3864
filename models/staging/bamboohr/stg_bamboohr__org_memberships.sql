{{ config(enabled=uses('bamboohr'), schema='pii') }}

with employees as (

    {{ latest_records('bamboohr', 'employees', [
        ['employee_id', ['fields', 'eeid'], 'text'],
        ['supervisor_id', ['fields', 'supervisorEid'], 'text'],
        ['department_name', ['fields', 'jobInformationDepartment'], 'text'],
        ['hire_date', ['fields', 'hireDate'], 'text'],
        ['termination_date', ['fields', 'terminationDate'], 'text'],
    ]) }}

),

-- BambooHR writes a date of zeros where there is none.
dated_employees as (

    select
        employees.*,
        nullif(hire_date, '0000-00-00') as hired_on,
        nullif(termination_date, '0000-00-00') as left_on
    from employees
    where employee_id is not null

)

select
    source_id,
    {{ entity_key('employment', 'employee_id') }} as membership_key,
    {{ entity_key('user', 'employee_id') }} as user_identifier,
    -- Employees have the name of their department, and BambooHR keeps these names unique.
    {{ entity_key('department', 'department_name') }} as org_unit_key,
    {{ entity_key('user', 'supervisor_id') }} as manager_identifier,
    'employee' as membership_kind,
    cast({{ utc_timestamp('hired_on') }} as date) as starts_on,
    cast({{ utc_timestamp('left_on') }} as date) as ends_on
from dated_employees
