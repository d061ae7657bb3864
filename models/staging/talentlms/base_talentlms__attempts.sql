-- The API tells a learner's last attempt at a test only. Each that a load saw is kept: when it ended tells them apart.
{{ config(enabled=uses('talentlms'), schema='pii') }}

with answers as (

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

ranked as (

    select
        answers.*,
        row_number() over (
            partition by source_id, test_id, user_id, completed_seconds order by load_id desc, record_number desc
        ) as version_rank
    from answers
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
    ranked.source_id,
    {{ dbt.concat(['ranked.test_id', "'/'", 'ranked.user_id', "'/'", "coalesce(ranked.completed_seconds, '')"]) }}
        as attempt_id,
    ranked.test_id,
    ranked.user_id,
    units.course_id,
    lower(ranked.completion_status) as completion_status,
    ranked.score,
    {{ epoch_timestamp('ranked.completed_seconds') }} as completed_at,
    -- Written as 1h 2m 3s.
    case
        when {{ matches('ranked.total_time', '^([0-9]+[dhms] ?)+$') }}
            then 0
                {%- for unit, seconds in [('d', 86400), ('h', 3600), ('m', 60), ('s', 1)] %}
                {%- set number = matched_group('ranked.total_time', '([0-9]+)' ~ unit, 1) %}
                + {{ seconds }} * coalesce({{ try_cast_to(number, 'double precision') }}, 0)
                {%- endfor %}
    end as duration_seconds,
    ranked.questions
from ranked
left join units
    on ranked.source_id = units.source_id
    and ranked.test_id = units.unit_id
where ranked.version_rank = 1
