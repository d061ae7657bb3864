{{ config(schema='pii') }}

with employees as (

    select * from {{ ref('base_bamboohr__employees') }}

)

select
    source_id,
    {{ entity_key('employment', 'employee_id') }} as membership_key,
    user_identifier,
    -- Employees name their department; BambooHR keeps the names unique.
    {{ entity_key('department', 'department_name') }} as org_unit_key,
    manager_identifier,
    'employee' as membership_kind,
    hire_date as starts_on,
    termination_date as ends_on
from employees
