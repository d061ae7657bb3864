{{ config(enabled=uses('oulad')) }}

with courses as (

    {{ latest_records('oulad', 'courses', [
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['presentation_length', ['module_presentation_length'], 'bigint'],
    ]) }}

),

-- Only a year and a letter are published: B starts in February, J in October. The first day of the month is assumed.
course_runs as (

    select
        source_id,
        code_module,
        code_presentation,
        presentation_length,
        {{ dbt.concat(['code_module', "'-'", 'code_presentation']) }} as run_code,
        {{ utc_timestamp(dbt.concat([
            matched_group('code_presentation', '^([0-9]{4})[BJ]$', 1),
            "case when code_presentation like '%B' then '-02-01' else '-10-01' end",
        ])) }} as starts_at
    from courses
    where code_module is not null and code_presentation is not null

)

select
    source_id,
    {{ entity_key('course', 'run_code') }} as course_key,
    run_code,
    code_module as course_code,
    {{ unknown('string') }} as course_name,
    code_presentation as term_name,
    starts_at,
    {{ dbt.dateadd('day', 'cast(presentation_length as integer)', 'starts_at') }} as ends_at
from course_runs
