{{ config(schema='pii') }}

with employees as (

    select * from {{ ref('base_bamboohr__employees') }}

)

select
    source_id,
    user_identifier,
    employee_number as institutional_id,
    email,
    {{ boolean_value(true) }} as is_email_trusted,
    nullif(trim({{ dbt.concat(["coalesce(first_name, '')", "' '", "coalesce(last_name, '')"]) }}), '') as person_name,
    -- That somebody is employed tells neither that they learn nor that they teach.
    {{ unknown('string') }} as person_role,
    case
        when {{ is_true('is_deleted') }} then {{ boolean_value(false) }}
        when status is not null then {{ as_boolean("status = 'Active'") }}
    end as is_active
from employees
