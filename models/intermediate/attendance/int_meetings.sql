-- Meeting systems seldom store the course, so the seed course_codes can assign a meeting or a series to a course run.
with meetings as (

    select * from {{ ref('int_meetings__unioned') }}

),

course_keys as (

    select * from {{ ref('int_course_keys') }}

),

course_codes as (

    {{ seed_rows('course_codes') }}

),

coded_meetings as (

    select
        meetings.*,
        coalesce(meeting_codes.run_code, series_codes.run_code) as configured_run
    from meetings
    left join course_codes as meeting_codes
        on meetings.meeting_key = meeting_codes.native_course
    left join course_codes as series_codes
        on meetings.series_key = series_codes.native_course

),

course_runs as (

    select
        course_run_id,
        min(course_id) as course_id
    from course_keys
    group by course_run_id

)

select
    coded_meetings.source_system,
    coded_meetings.source_id,
    coded_meetings.meeting_key,
    coded_meetings.series_key,
    coalesce(
        course_keys.course_id, course_runs.course_id, coded_meetings.configured_run, coded_meetings.course_key
    ) as course_id,
    coalesce(course_keys.course_run_id, coded_meetings.configured_run, coded_meetings.course_key) as course_run_id,
    coded_meetings.meeting_name,
    coded_meetings.starts_at,
    coded_meetings.ends_at
from coded_meetings
left join course_keys
    on coded_meetings.course_key = course_keys.native_course
left join course_runs
    on coded_meetings.configured_run = course_runs.course_run_id
