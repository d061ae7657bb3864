{#- A staging model of a shape is named stg_<system>__<shape>. -#}
{% macro unioned(shape, systems) %}
    {%- for system in systems_of(shape, systems) %}
    select
        '{{ system }}' as source_system,
        {%- for column in shape_columns(shape) %}
        {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ staged(system, shape) }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        {{ unknown('string') }} as source_system,
        {%- for column, type in shape_columns(shape).items() %}
        {{ unknown(type) }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (select 1 as nothing) as no_rows
    where 1 = 0
    {%- endfor %}
{% endmacro %}

{#- Outside the schema pii, records carry the learner's token, and the same course ids as in all other systems. -#}
{% macro with_learner_and_course(shape) %}
with records as (

    select * from {{ ref('int_' ~ shape ~ '__unioned') }}

),

vault as (

    select * from {{ ref('learner_vault') }}

),

courses as (

    select * from {{ ref('int_course_keys') }}

)

select
    records.source_system,
    {%- for column in shape_columns(shape) %}
    {%- if column == 'user_identifier' %}
    vault.learner_id,
    {%- elif column == 'course_key' %}
    coalesce(courses.course_id, records.course_key) as course_id,
    coalesce(courses.course_run_id, records.course_key) as course_run_id{{ ',' if not loop.last }}
    {%- else %}
    records.{{ column }}{{ ',' if not loop.last }}
    {%- endif %}
    {%- endfor %}
from records
left join vault
    on records.user_identifier = vault.identifier
left join courses
    on records.course_key = courses.native_course
{% endmacro %}

{#- NULL means that the source does not say. Times are UTC. The macro entity_key builds the keys of entities. -#}
{% macro shape_columns(shape) %}
    {%- set shapes = {
        'people': {
            'source_id': 'string', 'user_identifier': 'string', 'institutional_id': 'string', 'email': 'string',
            'is_email_trusted': 'boolean', 'person_name': 'string', 'person_role': 'string', 'is_active': 'boolean',
            'load_id': 'bigint', 'record_number': 'bigint',
        },
        'courses': {
            'source_id': 'string', 'course_key': 'string', 'run_code': 'string', 'course_code': 'string',
            'course_name': 'string', 'term_name': 'string', 'starts_at': 'timestamp', 'ends_at': 'timestamp',
        },
        'activities': {
            'source_id': 'string', 'activity_key': 'string', 'course_key': 'string', 'parent_activity_key': 'string',
            'activity_name': 'string', 'activity_kind': 'string', 'position': 'bigint', 'points': 'float',
            'due_at': 'timestamp',
        },
        'enrollment_versions': {
            'source_id': 'string', 'enrollment_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'section_key': 'string', 'role': 'string', 'enrollment_mode': 'string', 'status': 'string',
            'starts_at': 'timestamp', 'ends_at': 'timestamp', 'changed_at': 'timestamp', 'extracted_at': 'timestamp',
            'load_id': 'bigint', 'record_number': 'bigint',
        },
        'attempts': {
            'source_id': 'string', 'attempt_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'attempt_number': 'bigint', 'started_at': 'timestamp', 'ended_at': 'timestamp',
            'score_raw': 'float', 'score_max': 'float', 'is_completed': 'boolean', 'is_passed': 'boolean',
            'duration_seconds': 'float',
        },
        'item_responses': {
            'source_id': 'string', 'response_key': 'string', 'attempt_key': 'string', 'user_identifier': 'string',
            'item_key': 'string', 'position': 'bigint', 'interaction_type': 'string', 'response_option': 'string',
            'is_correct': 'boolean', 'is_left': 'boolean', 'score_raw': 'float', 'score_max': 'float',
            'latency_seconds': 'float', 'responded_at': 'timestamp',
        },
        'submissions': {
            'source_id': 'string', 'submission_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'attempt_number': 'bigint', 'status': 'string', 'submitted_at': 'timestamp',
            'graded_at': 'timestamp', 'due_at': 'timestamp', 'score_raw': 'float', 'score_max': 'float',
            'is_excused': 'boolean',
        },
        'grades': {
            'source_id': 'string', 'grade_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'grade_text': 'string', 'score_raw': 'float', 'score_max': 'float',
            'is_passed': 'boolean', 'is_final': 'boolean', 'graded_at': 'timestamp',
        },
        'completions': {
            'source_id': 'string', 'completion_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'is_completed': 'boolean', 'progress_share': 'float',
            'completed_at': 'timestamp',
        },
        'meetings': {
            'source_id': 'string', 'meeting_key': 'string', 'series_key': 'string', 'course_key': 'string',
            'meeting_name': 'string', 'starts_at': 'timestamp', 'ends_at': 'timestamp',
        },
        'attendance': {
            'source_id': 'string', 'attendance_key': 'string', 'meeting_key': 'string', 'user_identifier': 'string',
            'attendee_role': 'string', 'joined_at': 'timestamp', 'left_at': 'timestamp', 'stated_seconds': 'float',
        },
        'posts': {
            'source_id': 'string', 'post_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'parent_post_key': 'string', 'posted_at': 'timestamp', 'words': 'bigint',
            'is_deleted': 'boolean',
        },
        'content_registrations': {
            'source_id': 'string', 'registration_key': 'string', 'user_identifier': 'string', 'course_key': 'string',
            'activity_key': 'string', 'is_completed': 'boolean', 'is_passed': 'boolean', 'score_scaled': 'float',
            'total_seconds': 'float', 'launches': 'bigint', 'started_at': 'timestamp', 'completed_at': 'timestamp',
            'last_at': 'timestamp',
        },
        'org_units': {
            'source_id': 'string', 'org_unit_key': 'string', 'parent_org_unit_key': 'string',
            'org_unit_name': 'string', 'org_unit_kind': 'string',
        },
        'org_memberships': {
            'source_id': 'string', 'membership_key': 'string', 'user_identifier': 'string', 'org_unit_key': 'string',
            'manager_identifier': 'string', 'membership_kind': 'string', 'starts_on': 'date', 'ends_on': 'date',
        },
        'events': {
            'source_id': 'string', 'event_key': 'string', 'user_identifier': 'string', 'verb_id': 'string',
            'activity_id': 'string', 'activity_type_id': 'string', 'activity_name': 'string', 'course_key': 'string',
            'parent_activity_id': 'string', 'attempt_id': 'string', 'event_at': 'timestamp', 'stored_at': 'timestamp',
            'score_raw': 'float', 'score_max': 'float', 'duration_seconds': 'float', 'is_success': 'boolean',
            'is_completion': 'boolean', 'payload_hash': 'string',
        },
        'daily_clicks': {
            'source_id': 'string', 'user_identifier': 'string', 'course_key': 'string', 'activity_key': 'string',
            'click_date': 'date', 'clicks': 'bigint',
        },
    } %}
    {{ return(shapes[shape]) }}
{% endmacro %}
