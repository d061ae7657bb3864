{{ config(enabled=uses('oulad'), schema='pii') }}

with registrations as (

    {{ all_records('oulad', 'student_registration', [
        ['id_student', ['id_student'], 'text'],
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['registered_day', ['date_registration'], 'bigint'],
        ['unregistered_day', ['date_unregistration'], 'bigint'],
    ]) }}

),

results as (

    {{ all_records('oulad', 'student_info', [['final_result', ['final_result'], 'text']]) }}

),

courses as (

    select * from {{ ref('stg_oulad__courses') }}

),

-- A load that changed the registration, the result or both made one version.
versions as (

    select
        source_id,
        record_key,
        load_id,
        max(extracted_at) as extracted_at,
        max(record_number) as record_number
    from (
        select
            source_id,
            record_key,
            load_id,
            extracted_at,
            record_number
        from registrations
        union all
        select
            source_id,
            record_key,
            load_id,
            extracted_at,
            record_number
        from results
    ) as changes
    group by source_id, record_key, load_id

),

-- What each of the two said by then.
registered as (

    select
        versions.source_id,
        versions.record_key,
        versions.load_id,
        versions.extracted_at,
        versions.record_number,
        registrations.id_student,
        registrations.registered_day,
        registrations.unregistered_day,
        {{ dbt.concat(['registrations.code_module', "'-'", 'registrations.code_presentation']) }} as run_code,
        row_number() over (
            partition by versions.source_id, versions.record_key, versions.load_id
            order by registrations.load_id desc, registrations.record_number desc
        ) as version_rank
    from versions
    inner join registrations
        on versions.source_id = registrations.source_id
        and versions.record_key = registrations.record_key
        and versions.load_id >= registrations.load_id

),

judged as (

    select
        versions.source_id,
        versions.record_key,
        versions.load_id,
        results.final_result,
        row_number() over (
            partition by versions.source_id, versions.record_key, versions.load_id
            order by results.load_id desc, results.record_number desc
        ) as version_rank
    from versions
    inner join results
        on versions.source_id = results.source_id
        and versions.record_key = results.record_key
        and versions.load_id >= results.load_id

),

told as (

    select
        registered.*,
        courses.starts_at as course_starts_at,
        courses.ends_at as course_ends_at,
        -- Who fails has completed the course; the grade tells how.
        case
            when registered.unregistered_day is not null or judged.final_result = 'Withdrawn' then 'withdrawn'
            when judged.final_result in ('Pass', 'Distinction', 'Fail') then 'completed'
            when judged.final_result is null then 'active'
        end as status
    from registered
    left join judged
        on registered.source_id = judged.source_id
        and registered.record_key = judged.record_key
        and registered.load_id = judged.load_id
        and judged.version_rank = 1
    left join courses
        on registered.source_id = courses.source_id
        and registered.run_code = courses.run_code
    where registered.version_rank = 1

)

select
    source_id,
    {{ entity_key('enrollment', 'record_key') }} as enrollment_key,
    {{ entity_key('user', 'id_student') }} as user_identifier,
    {{ entity_key('course', 'run_code') }} as course_key,
    {{ unknown('string') }} as section_key,
    'learner' as role,
    {{ unknown('string') }} as enrollment_mode,
    status,
    {{ dbt.dateadd('day', 'cast(registered_day as integer)', 'course_starts_at') }} as starts_at,
    case
        when status = 'withdrawn' then {{ dbt.dateadd('day', 'cast(unregistered_day as integer)', 'course_starts_at') }}
        else course_ends_at
    end as ends_at,
    -- When a result was given is not published.
    case
        when status = 'withdrawn' then {{ dbt.dateadd('day', 'cast(unregistered_day as integer)', 'course_starts_at') }}
        when status = 'active' then {{ dbt.dateadd('day', 'cast(registered_day as integer)', 'course_starts_at') }}
    end as changed_at,
    extracted_at,
    load_id,
    record_number
from told
where id_student is not null
