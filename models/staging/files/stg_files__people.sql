{{ config(enabled=uses('files'), schema='pii') }}

{%- set fields = [
    ['user_id', ['_request', 'user_id'], 'text'],
    ['institutional_id', ['_request', 'institutional_id'], 'text'],
    ['email', ['_request', 'email'], 'text'],
    ['is_email_trusted', ['_request', 'is_email_trusted'], 'text'],
    ['person_name', ['_request', 'person_name'], 'text'],
    ['person_role', ['_request', 'person_role'], 'text'],
    ['is_active', ['_request', 'is_active'], 'text'],
] %}

with named_people as (

    {% for stream in [
        'people', 'enrollments', 'completions', 'grades', 'submissions', 'attendance', 'org_memberships', 'events',
    ] %}
    select *, '{{ stream }}' as stream from ({{ all_records('files', stream, fields) }}) as {{ stream }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

identified_people as (

    select
        named_people.*,
        {{ person_identifier() }} as user_identifier
    from named_people

),

-- Records of two streams may have the same number, so the stream decides between them.
ranked_people as (

    select
        identified_people.*,
        row_number() over (
            partition by user_identifier, load_id, record_number order by stream
        ) as preference
    from identified_people
    where user_identifier is not null

)

select
    source_id,
    user_identifier,
    institutional_id,
    email,
    {{ boolean_of_text('is_email_trusted') }} as is_email_trusted,
    person_name,
    {{ known_word('person_role', ['learner', 'staff', 'other', 'test']) }} as person_role,
    {{ boolean_of_text('is_active') }} as is_active,
    load_id,
    record_number
from ranked_people
where preference = 1
