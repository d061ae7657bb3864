{{ config(enabled=uses('bamboohr'), schema='pii') }}

with employees as (

    {{ all_records('bamboohr', 'employees', [
        ['employee_id', ['fields', 'eeid'], 'text'],
        ['employee_number', ['fields', 'employeeNumber'], 'text'],
        ['first_name', ['fields', 'firstName'], 'text'],
        ['last_name', ['fields', 'lastName'], 'text'],
        ['email', ['fields', 'email'], 'text'],
        ['status', ['fields', 'status'], 'text'],
    ]) }}

),

changes as (

    {{ latest_records('bamboohr', 'changes', [
        ['employee_id', ['id'], 'text'],
        ['action', ['action'], 'text'],
    ]) }}

)

select
    employees.source_id,
    {{ entity_key('user', 'employee_id', 'employees') }} as user_identifier,
    employees.employee_number as institutional_id,
    employees.email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(
        trim({{ dbt.concat(["coalesce(employees.first_name, '')", "' '", "coalesce(employees.last_name, '')"]) }}), ''
    ) as person_name,
    -- An employee may be a learner, a teacher, or neither.
    {{ unknown('string') }} as person_role,
    case
        -- A deleted record is not sent again, so its last landed version stays.
        when changes.action = 'Deleted' then {{ boolean_value(false) }}
        when employees.status is not null then {{ as_boolean("employees.status = 'Active'") }}
    end as is_active,
    employees.load_id,
    employees.record_number
from employees
left join changes
    on employees.source_id = changes.source_id
    and employees.employee_id = changes.employee_id
where employees.employee_id is not null
