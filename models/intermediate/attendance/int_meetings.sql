-- Meetings of every system. These seldom know courses: the seed course_codes may name a meeting or a series.
with meetings as (

    select * from {{ ref('int_meetings__unioned') }}

),

courses as (

    select * from {{ ref('int_course_keys') }}

),

codes as (

    {{ seed_rows('course_codes') }}

),

named as (

    select
        meetings.*,
        coalesce(of_meeting.run_code, of_series.run_code) as configured_run
    from meetings
    left join codes as of_meeting
        on meetings.meeting_key = of_meeting.native_course
    left join codes as of_series
        on meetings.series_key = of_series.native_course

),

runs as (

    select
        course_run_id,
        min(course_id) as course_id
    from courses
    group by course_run_id

)

select
    named.source_system,
    named.source_id,
    named.meeting_key,
    named.series_key,
    coalesce(courses.course_id, runs.course_id, named.configured_run, named.course_key) as course_id,
    coalesce(courses.course_run_id, named.configured_run, named.course_key) as course_run_id,
    named.meeting_name,
    named.starts_at,
    named.ends_at
from named
left join courses
    on named.course_key = courses.native_course
left join runs
    on named.configured_run = runs.course_run_id
