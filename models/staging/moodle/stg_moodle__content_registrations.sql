{{ config(enabled=uses('moodle'), schema='pii') }}

with tracks as (

    {{ latest_records('moodle', 'scorm_tracks', [
        ['scorm_id', ['_request', 'scorm_id'], 'text'],
        ['sco_id', ['_request', 'sco_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['tracks', ['data', 'tracks'], 'json'],
    ]) }}

),

packages as (

    select * from {{ ref('base_moodle__activities') }}

),

elements as (

    {{ json_each('tracks', 'tracks', ['source_id', 'record_key', 'scorm_id', 'sco_id', 'user_id']) }}

),

told as (

    {{ json_fields('elements', 'element', ['source_id', 'record_key', 'scorm_id', 'sco_id', 'user_id'], [
        ['name', ['element'], 'string'],
        ['told_value', ['value'], 'string'],
    ]) }}

),

-- One row for each attempt at a part of a package; SCORM 1.2 says cmi.core, 2004 does not.
registrations as (

    select
        source_id,
        record_key,
        scorm_id,
        sco_id,
        user_id,
        max(case when name in ('cmi.core.lesson_status', 'cmi.completion_status') then told_value end) as completion,
        max(case when name in ('cmi.core.lesson_status', 'cmi.success_status') then told_value end) as success,
        max(case when name = 'cmi.score.scaled' then told_value end) as scaled,
        max(case when name in ('cmi.core.score.raw', 'cmi.score.raw') then told_value end) as raw,
        max(case when name in ('cmi.core.score.min', 'cmi.score.min') then told_value end) as lowest,
        max(case when name in ('cmi.core.score.max', 'cmi.score.max') then told_value end) as highest,
        max(case when name in ('cmi.core.total_time', 'cmi.total_time') then told_value end) as spent,
        max(case when name = 'x.start.time' then told_value end) as started,
        max(case when name = 'timemodified' then told_value end) as modified
    from told
    group by source_id, record_key, scorm_id, sco_id, user_id

),

scored as (

    select
        registrations.*,
        {{ try_cast_to('scaled', 'double precision') }} as scaled_score,
        {{ try_cast_to('raw', 'double precision') }} as raw_score,
        coalesce({{ try_cast_to('lowest', 'double precision') }}, 0) as lowest_score,
        coalesce({{ try_cast_to('highest', 'double precision') }}, 100) as highest_score
    from registrations

)

select
    scored.source_id,
    {{ entity_key('scorm_attempt', 'record_key', 'scored') }} as registration_key,
    {{ entity_key('user', 'user_id', 'scored') }} as user_identifier,
    packages.course_key,
    {{ entity_key('sco', 'sco_id', 'scored') }} as activity_key,
    case
        when scored.completion in ('completed', 'passed', 'failed') then {{ boolean_value(true) }}
        when scored.completion in ('incomplete', 'browsed', 'not attempted', 'notattempted')
            then {{ boolean_value(false) }}
    end as is_completed,
    case
        when scored.success = 'passed' then {{ boolean_value(true) }}
        when scored.success = 'failed' then {{ boolean_value(false) }}
    end as is_passed,
    coalesce(
        scored.scaled_score,
        (scored.raw_score - scored.lowest_score) / nullif(scored.highest_score - scored.lowest_score, 0)
    ) as score_scaled,
    coalesce({{ duration_seconds('scored.spent') }}, {{ timespan_seconds('scored.spent') }}) as total_seconds,
    {{ unknown('bigint') }} as launches,
    {{ epoch_timestamp('scored.started') }} as started_at,
    {{ unknown('timestamp') }} as completed_at,
    {{ epoch_timestamp('scored.modified') }} as last_at
from scored
left join packages
    on scored.source_id = packages.source_id
    and scored.scorm_id = packages.instance_id
    and packages.module_name = 'scorm'
