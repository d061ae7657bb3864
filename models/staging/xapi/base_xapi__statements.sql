{{ config(materialized='incremental', schema='pii') }}

{% set kept = ['source_id', 'record_key', 'document', 'payload_hash', 'extracted_at', 'load_id', 'record_number'] %}

with records as (

    select * from {{ ref('base_xapi__records') }}
    {% if is_incremental() %}
    where load_id > (select coalesce(max(built.load_id), 0) from {{ this }} as built)
    {% endif %}

),

parsed_records as (

    {{ json_fields('records', 'document', kept, xapi_fields()) }}

),

read_records as (

    select
        parsed_records.*,
        {{ xapi_readings() }}
    from parsed_records

)

select
    record_key as statement_id,
    source_id,
    payload_hash,
    load_id,
    record_number,
    actor_identifier,
    actor_name,
    actor_type,
    actor_members,
    verb_id,
    object_class,
    {{ without_answer_time('object_id') }} as object_id,
    activity_type_id,
    activity_name,
    interaction_type,
    case when object_class = 'SubStatement' then object_json end as sub_statement,
    response,
    registration,
    context_activities,
    {{ md5_hex('context_activities') }} as context_key,
    attachments,
    score_scaled,
    score_raw,
    score_min,
    score_max,
    duration_seconds,
    video_session_id,
    coalesce(video_result_length, video_context_length) as video_length_seconds,
    video_time,
    video_time_from,
    video_time_to,
    video_played_segments,
    cmi5_session_id,
    cmi5_move_on,
    cmi5_mastery_score,
    is_success,
    is_completion,
    {{ xapi_rejection_reasons() }} as rejection_reasons,
    {{ xapi_faults([
        code('unknown_key', json_has_other_keys('document', xapi_statement_keys())),
    ]) }} as faults,
    coalesce(stated_at, stored_at, extracted_at) as event_at,
    stored_at
from read_records
