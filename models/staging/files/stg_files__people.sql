{{ config(schema='pii') }}

{%- set fields = [
    ['user_id', ['_request', 'user_id'], 'text'],
    ['institutional_id', ['_request', 'institutional_id'], 'text'],
    ['email', ['_request', 'email'], 'text'],
    ['is_email_trusted', ['_request', 'is_email_trusted'], 'text'],
    ['person_name', ['_request', 'person_name'], 'text'],
    ['person_role', ['_request', 'person_role'], 'text'],
    ['is_active', ['_request', 'is_active'], 'text'],
] %}

with named as (

    {% for stream in [
        'people', 'enrollments', 'completions', 'grades', 'submissions', 'attendance', 'org_memberships', 'events',
    ] %}
    select *, '{{ stream }}' as stream from ({{ latest_records('files', stream, fields) }}) as {{ stream }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

identified as (

    select
        named.*,
        {{ told_person() }} as user_identifier
    from named

),

-- Many records may name the same person: one with an address tells the most, then the latest.
ranked as (

    select
        identified.*,
        row_number() over (
            partition by source_id, user_identifier
            order by case when email is null then 1 else 0 end asc, load_id desc, record_number desc, stream asc
        ) as told_rank
    from identified
    where user_identifier is not null

)

select
    source_id,
    user_identifier,
    institutional_id,
    email,
    {{ told_boolean('is_email_trusted') }} as is_email_trusted,
    person_name,
    {{ told_word('person_role', ['learner', 'staff', 'other', 'test']) }} as person_role,
    {{ told_boolean('is_active') }} as is_active
from ranked
where told_rank = 1
