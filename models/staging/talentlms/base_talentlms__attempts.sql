-- The API sends only the last attempt of a learner at a test. All attempts that loads received are kept; the time when
-- they ended distinguishes them.
{{ config(enabled=uses('talentlms'), schema='pii') }}

with test_answers as (

    {{ all_records('talentlms', 'test_answers', [
        ['test_id', ['test_id'], 'text'],
        ['user_id', ['user_id'], 'text'],
        ['completion_status', ['completion_status'], 'text'],
        ['score', ['score'], 'float'],
        ['completed_seconds', ['completed_on_timestamp'], 'text'],
        ['total_time', ['total_time'], 'text'],
        ['questions', ['questions'], 'json'],
    ]) }}

),

ranked_attempts as (

    select
        test_answers.*,
        row_number() over (
            partition by source_id, test_id, user_id, completed_seconds order by load_id desc, record_number desc
        ) as preference
    from test_answers
    where test_id is not null
        and user_id is not null

),

units as (

    {{ latest_records('talentlms', 'units', [
        ['unit_id', ['id'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
    ]) }}

)

select
    ranked_attempts.source_id,
    {{ dbt.concat([
        'ranked_attempts.test_id', "'/'", 'ranked_attempts.user_id', "'/'",
        "coalesce(ranked_attempts.completed_seconds, '')",
    ]) }} as attempt_id,
    ranked_attempts.test_id,
    ranked_attempts.user_id,
    units.course_id,
    lower(ranked_attempts.completion_status) as completion_status,
    ranked_attempts.score,
    {{ epoch_timestamp('ranked_attempts.completed_seconds') }} as completed_at,
    -- TalentLMS writes durations as 1h 2m 3s.
    case
        when {{ matches('ranked_attempts.total_time', '^([0-9]+[dhms] ?)+$') }}
            then 0
                {%- for unit, seconds in [('d', 86400), ('h', 3600), ('m', 60), ('s', 1)] %}
                {%- set number = matched_group('ranked_attempts.total_time', '([0-9]+)' ~ unit, 1) %}
                + {{ seconds }} * coalesce({{ try_cast_to(number, 'double precision') }}, 0)
                {%- endfor %}
    end as duration_seconds,
    ranked_attempts.questions
from ranked_attempts
left join units
    on ranked_attempts.source_id = units.source_id
    and ranked_attempts.test_id = units.unit_id
where ranked_attempts.preference = 1
