{{ config(enabled=uses('bamboohr')) }}

with company as (

    {{ latest_records('bamboohr', 'company', [
        ['legal_name', ['legalName'], 'text'],
        ['display_name', ['displayName'], 'text'],
    ]) }}

),

-- A company that changes its name has a new record, but stays the same company.
company_names as (

    select
        source_id,
        'company' as company_id,
        coalesce(display_name, legal_name) as company_name,
        row_number() over (partition by source_id order by load_id desc, record_number desc) as preference
    from company

),

lists as (

    {{ latest_records('bamboohr', 'lists', [
        ['alias', ['alias'], 'text'],
        ['options', ['options'], 'json'],
    ]) }}

),

department_lists as (

    select * from lists
    where alias = 'department'

),

options as (

    {{ json_each('department_lists', 'options', ['source_id']) }}

),

option_names as (

    {{ json_fields('options', 'element', ['source_id'], [['department_name', ['name'], 'string']]) }}

),

departments as (

    select distinct
        source_id,
        nullif(trim(department_name), '') as department_name
    from option_names

)

select
    source_id,
    {{ entity_key('company', 'company_id') }} as org_unit_key,
    {{ unknown('string') }} as parent_org_unit_key,
    company_name as org_unit_name,
    'company' as org_unit_kind
from company_names
where preference = 1

union all

select
    departments.source_id,
    {{ entity_key('department', 'department_name', 'departments') }} as org_unit_key,
    {{ entity_key('company', 'company_id', 'company_names') }} as parent_org_unit_key,
    departments.department_name as org_unit_name,
    'department' as org_unit_kind
from departments
left join company_names
    on departments.source_id = company_names.source_id
    and company_names.preference = 1
where departments.department_name is not null
