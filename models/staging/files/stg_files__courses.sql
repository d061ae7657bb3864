{{ config(enabled=uses('files')) }}

{%- set fields = [
    ['course_id', ['_request', 'course_id'], 'text'],
    ['run_code', ['_request', 'run_code'], 'text'],
    ['course_code', ['_request', 'course_code'], 'text'],
    ['course_name', ['_request', 'course_name'], 'text'],
] %}

with named_courses as (

    {% for stream in ['enrollments', 'completions', 'grades', 'submissions', 'attendance', 'events'] %}
    select *, '{{ stream }}' as stream from ({{ latest_records('files', stream, fields) }}) as {{ stream }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

-- Many records may name the same course, so the latest one counts.
ranked_courses as (

    select
        named_courses.*,
        row_number() over (
            partition by source_id, course_id order by load_id desc, record_number desc, stream asc
        ) as preference
    from named_courses
    where course_id is not null

)

select
    source_id,
    {{ entity_key('course', 'course_id') }} as course_key,
    run_code,
    course_code,
    course_name,
    {{ unknown('string') }} as term_name,
    {{ unknown('timestamp') }} as starts_at,
    {{ unknown('timestamp') }} as ends_at
from ranked_courses
where preference = 1
