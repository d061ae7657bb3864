-- Every course as some system knows it, with the codes by which it is one course and one run everywhere.
{{ config(materialized='table') }}

with courses as (

    select * from {{ ref('int_courses__unioned') }}

),

definitions as (

    select * from {{ ref('stg_xapi__activity_definitions') }}

),

activity_types as (

    select * from {{ ref('activity_types') }}

),

codes as (

    {{ seed_rows('course_codes') }}

),

natives as (

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
        definitions.activity_id as native_course,
        cast(null as {{ dbt.type_string() }}) as run_code,
        cast(null as {{ dbt.type_string() }}) as course_code,
        definitions.activity_name as course_name,
        cast(null as {{ dbt.type_string() }}) as term_name,
        cast(null as {{ dbt.type_timestamp() }}) as starts_at,
        cast(null as {{ dbt.type_timestamp() }}) as ends_at
    from definitions
    inner join activity_types
        on definitions.activity_type_id = activity_types.activity_type_iri
    where activity_types.activity_kind = 'course'

),

placed as (

    select
        natives.*,
        -- What a person configured outweighs what systems share; where neither helps, the course stands for itself.
        coalesce(codes.run_code, lower(natives.run_code), natives.native_course) as course_run_id,
        coalesce(codes.course_code, lower(natives.course_code)) as known_code
    from natives
    left join codes
        on natives.native_course = codes.native_course

)

select
    source_system,
    source_id,
    native_course,
    course_run_id,
    -- One system that knows the course of a run tells it for all.
    coalesce(min(known_code) over (partition by course_run_id), course_run_id) as course_id,
    course_name,
    term_name,
    starts_at,
    ends_at
from placed
