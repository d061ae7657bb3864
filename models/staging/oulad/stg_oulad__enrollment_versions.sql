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

final_results as (

    {{ all_records('oulad', 'student_info', [['final_result', ['final_result'], 'text']]) }}

),

courses as (

    select * from {{ ref('stg_oulad__courses') }}

),

-- A load that changed the registration, the result or both makes one version.
enrollment_versions as (

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
        from final_results
    ) as changes
    group by source_id, record_key, load_id

),

-- The latest registration and the latest result up to its load belong to a version.
ranked_registrations as (

    select
        enrollment_versions.source_id,
        enrollment_versions.record_key,
        enrollment_versions.load_id,
        enrollment_versions.extracted_at,
        enrollment_versions.record_number,
        registrations.id_student,
        registrations.registered_day,
        registrations.unregistered_day,
        {{ dbt.concat(['registrations.code_module', "'-'", 'registrations.code_presentation']) }} as run_code,
        row_number() over (
            partition by enrollment_versions.source_id, enrollment_versions.record_key, enrollment_versions.load_id
            order by registrations.load_id desc, registrations.record_number desc
        ) as preference
    from enrollment_versions
    inner join registrations
        on enrollment_versions.source_id = registrations.source_id
        and enrollment_versions.record_key = registrations.record_key
        and enrollment_versions.load_id >= registrations.load_id

),

ranked_results as (

    select
        enrollment_versions.source_id,
        enrollment_versions.record_key,
        enrollment_versions.load_id,
        final_results.final_result,
        row_number() over (
            partition by enrollment_versions.source_id, enrollment_versions.record_key, enrollment_versions.load_id
            order by final_results.load_id desc, final_results.record_number desc
        ) as preference
    from enrollment_versions
    inner join final_results
        on enrollment_versions.source_id = final_results.source_id
        and enrollment_versions.record_key = final_results.record_key
        and enrollment_versions.load_id >= final_results.load_id

),

enrollments as (

    select
        ranked_registrations.*,
        courses.starts_at as course_starts_at,
        courses.ends_at as course_ends_at,
        -- A learner who failed has completed the course too; the grade holds the failure.
        case
            when ranked_registrations.unregistered_day is not null or ranked_results.final_result = 'Withdrawn'
                then 'withdrawn'
            when ranked_results.final_result in ('Pass', 'Distinction', 'Fail') then 'completed'
            when ranked_results.final_result is null then 'active'
        end as status
    from ranked_registrations
    left join ranked_results
        on ranked_registrations.source_id = ranked_results.source_id
        and ranked_registrations.record_key = ranked_results.record_key
        and ranked_registrations.load_id = ranked_results.load_id
        and ranked_results.preference = 1
    left join courses
        on ranked_registrations.source_id = courses.source_id
        and ranked_registrations.run_code = courses.run_code
    where ranked_registrations.preference = 1

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
from enrollments
where id_student is not null
