-- Every system has its own key of a course; shared codes make them one course and one course run.
{{ config(materialized='table') }}

with courses as (

    select * from {{ ref('int_courses__unioned') }}

),

activity_definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

),

course_codes as (

    {{ seed_rows('course_codes') }}

),

native_courses as (

    select
        source_system,
        source_id,
        course_key as native_course,
        run_code,
        course_code,
        course_name,
        term_name,
        starts_at,
        ends_at
    from courses
    union all
    select
        'xapi' as source_system,
        cast(null as {{ dbt.type_string() }}) as source_id,
        activity_definitions.activity_id as native_course,
        cast(null as {{ dbt.type_string() }}) as run_code,
        cast(null as {{ dbt.type_string() }}) as course_code,
        activity_definitions.activity_name as course_name,
        cast(null as {{ dbt.type_string() }}) as term_name,
        cast(null as {{ dbt.type_timestamp() }}) as starts_at,
        cast(null as {{ dbt.type_timestamp() }}) as ends_at
    from activity_definitions
    inner join activity_types
        on activity_definitions.activity_type_id = activity_types.activity_type_iri
    where activity_types.activity_kind = 'course'

),

coded_courses as (

    select
        native_courses.*,
        -- A configured code outweighs the code of a system. A course with neither is a course run of its own.
        coalesce(course_codes.run_code, lower(native_courses.run_code), native_courses.native_course) as course_run_id,
        coalesce(course_codes.course_code, lower(native_courses.course_code)) as known_code
    from native_courses
    left join course_codes
        on native_courses.native_course = course_codes.native_course

)

select
    source_system,
    source_id,
    native_course,
    course_run_id,
    -- If one system stores the course code of a run, the code holds for all systems.
    coalesce(min(known_code) over (partition by course_run_id), course_run_id) as course_id,
    course_name,
    term_name,
    starts_at,
    ends_at
from coded_courses
