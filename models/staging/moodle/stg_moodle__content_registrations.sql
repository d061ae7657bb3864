{{ config(enabled=uses('moodle'), schema='pii') }}

with scorm_tracks as (

    {{ latest_records('moodle', 'scorm_tracks', [
        ['scorm_id', ['_request', 'scorm_id'], 'text'],
        ['sco_id', ['_request', 'sco_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['tracks', ['data', 'tracks'], 'json'],
    ]) }}

),

activities as (

    select * from {{ ref('base_moodle__activities') }}

),

track_elements as (

    {{ json_each('scorm_tracks', 'tracks', ['source_id', 'record_key', 'scorm_id', 'sco_id', 'user_id']) }}

),

track_values as (

    {{ json_fields('track_elements', 'element', ['source_id', 'record_key', 'scorm_id', 'sco_id', 'user_id'], [
        ['name', ['element'], 'string'],
        ['track_value', ['value'], 'string'],
    ]) }}

),

-- SCORM 1.2 puts these values below cmi.core, SCORM 2004 directly below cmi.
sco_attempts as (

    select
        source_id,
        record_key,
        scorm_id,
        sco_id,
        user_id,
        max(case when name in ('cmi.core.lesson_status', 'cmi.completion_status') then track_value end) as completion,
        max(case when name in ('cmi.core.lesson_status', 'cmi.success_status') then track_value end) as success,
        max(case when name = 'cmi.score.scaled' then track_value end) as scaled,
        max(case when name in ('cmi.core.score.raw', 'cmi.score.raw') then track_value end) as raw,
        max(case when name in ('cmi.core.score.min', 'cmi.score.min') then track_value end) as lowest,
        max(case when name in ('cmi.core.score.max', 'cmi.score.max') then track_value end) as highest,
        max(case when name in ('cmi.core.total_time', 'cmi.total_time') then track_value end) as spent,
        max(case when name = 'x.start.time' then track_value end) as started,
        max(case when name = 'timemodified' then track_value end) as modified
    from track_values
    group by source_id, record_key, scorm_id, sco_id, user_id

),

scored_attempts as (

    select
        sco_attempts.*,
        {{ try_cast_to('scaled', 'double precision') }} as scaled_score,
        {{ try_cast_to('raw', 'double precision') }} as raw_score,
        coalesce({{ try_cast_to('lowest', 'double precision') }}, 0) as lowest_score,
        coalesce({{ try_cast_to('highest', 'double precision') }}, 100) as highest_score
    from sco_attempts

)

select
    scored_attempts.source_id,
    {{ entity_key('scorm_attempt', 'record_key', 'scored_attempts') }} as registration_key,
    {{ entity_key('user', 'user_id', 'scored_attempts') }} as user_identifier,
    activities.course_key,
    {{ entity_key('sco', 'sco_id', 'scored_attempts') }} as activity_key,
    case
        when scored_attempts.completion in ('completed', 'passed', 'failed') then {{ boolean_value(true) }}
        when scored_attempts.completion in ('incomplete', 'browsed', 'not attempted', 'notattempted')
            then {{ boolean_value(false) }}
    end as is_completed,
    case
        when scored_attempts.success = 'passed' then {{ boolean_value(true) }}
        when scored_attempts.success = 'failed' then {{ boolean_value(false) }}
    end as is_passed,
    coalesce(
        scored_attempts.scaled_score,
        (scored_attempts.raw_score - scored_attempts.lowest_score)
        / nullif(scored_attempts.highest_score - scored_attempts.lowest_score, 0)
    ) as score_scaled,
    coalesce(
        {{ duration_seconds('scored_attempts.spent') }}, {{ timespan_seconds('scored_attempts.spent') }}
    ) as total_seconds,
    {{ unknown('bigint') }} as launches,
    {{ epoch_timestamp('scored_attempts.started') }} as started_at,
    {{ unknown('timestamp') }} as completed_at,
    {{ epoch_timestamp('scored_attempts.modified') }} as last_at
from scored_attempts
left join activities
    on scored_attempts.source_id = activities.source_id
    and scored_attempts.scorm_id = activities.instance_id
    and activities.module_name = 'scorm'
