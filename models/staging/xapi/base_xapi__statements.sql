{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='statement_id',
    schema='pii',
) }}

{% set kept = ['source_id', 'record_key', 'payload_hash', 'extracted_at', 'load_id', 'is_sub_statement', 'document'] %}

with landed as (

    select
        source_id,
        record_key,
        payload as document,
        payload_hash,
        extracted_at,
        load_id,
        false as is_sub_statement
    from {{ source('raw_xapi', 'statements') }}
    {% if is_incremental() %}
    -- All versions of a statement that came again are compared anew, so arrival order cannot matter.
    where record_key in (
        select newer.record_key
        from {{ source('raw_xapi', 'statements') }} as newer
        where newer.load_id > (select coalesce(max(built.load_id), 0) from {{ this }} as built)
    )
    {% endif %}

),

statements as (

    {{ json_fields('landed', 'document', kept, xapi_fields()) }}

),

-- A sub-statement is judged by the same rules; it only lends its faults to the statement around it.
sub_documents as (

    select
        source_id,
        record_key,
        payload_hash,
        extracted_at,
        load_id,
        true as is_sub_statement,
        try_cast(object_json as json) as document
    from statements
    where object_type = 'SubStatement'

),

sub_statements as (

    {{ json_fields('sub_documents', 'document', kept, xapi_fields()) }}

),

parsed as (

    select * from statements
    union all
    select * from sub_statements

),

typed as (

    select
        parsed.*,
        {{ utc_timestamp('stored') }} as stored_at,
        case when {{ matches('timestamp_text', timestamp_pattern()) }} then {{ utc_timestamp('timestamp_text') }} end as stated_at,
        {{ learner_identifier('actor_mbox', 'actor_mbox_sha1sum', 'actor_openid', 'actor_home_page', 'actor_account_name') }} as actor_identifier,
        coalesce(object_type, 'Activity') as object_class,
        {{ duration_seconds('duration_text') }} as duration_seconds
    from parsed

),

judged as (

    select
        typed.*,
        {{ joined_codes([
            "case when actor_kind is null or actor_kind <> 'object' or (actor_identifier is null and not (actor_type = 'Group' and coalesce(members_kind, '') = 'array')) then 'no_identifiable_actor' end",
            "case when coalesce(verb_id, '') = '' then 'no_verb' end",
            "case when coalesce(object_kind, '') <> 'object' or (object_class in ('Activity', 'StatementRef') and coalesce(object_id, '') = '') then 'no_object' end",
            "case when timestamp_kind is not null and stated_at is null then 'unreadable_time' end",
        ]) }} as rejection_reasons,
        {{ joined_codes([
            "case when id_kind is not null and (id_kind <> 'string' or not " ~ matches('id', uuid_pattern()) ~ ") then 'malformed_id' end",
            "case when not " ~ matches('verb_id', iri_pattern()) ~ " then 'malformed_verb' end",
            "case when object_class = 'Activity' and not " ~ matches('object_id', iri_pattern()) ~ " then 'malformed_activity' end",
            "case when object_class = 'StatementRef' and not " ~ matches('object_id', uuid_pattern()) ~ " then 'malformed_reference' end",
            "case when object_class not in ('Activity', 'Agent', 'Group', 'StatementRef', 'SubStatement') then 'unknown_object_type' end",
            "case when actor_type not in ('Agent', 'Group') then 'unknown_actor_type' end",
            "case when (case when actor_mbox is null then 0 else 1 end) + (case when actor_mbox_sha1sum is null then 0 else 1 end) + (case when actor_openid is null then 0 else 1 end) + (case when actor_home_page is null and actor_account_name is null then 0 else 1 end) > 1 then 'several_identifiers' end",
            "case when members_kind <> 'array' then 'malformed_members' end",
            "case when verb_display_kind <> 'object' then 'malformed_display' end",
            "case when definition_kind <> 'object' then 'malformed_definition' end",
            "case when interaction_type not in ('true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric', 'other') then 'unknown_interaction_type' end",
            "case when result_kind <> 'object' then 'malformed_result' end",
            "case when score_kind <> 'object' or score_scaled_kind <> 'number' or score_raw_kind <> 'number' then 'malformed_score' end",
            "case when score_scaled < -1 or score_scaled > 1 or score_raw < score_min or score_raw > score_max then 'score_out_of_range' end",
            "case when success_kind <> 'boolean' or completion_kind <> 'boolean' then 'malformed_outcome' end",
            "case when response_kind <> 'string' then 'malformed_response' end",
            "case when duration_text is not null and (duration_seconds is null or duration_text in ('P', 'PT')) then 'malformed_duration' end",
            "case when " ~ matches('timestamp_text', '-00(:?00)?$') ~ " and " ~ matches('timestamp_text', 'T') ~ " then 'negative_zero_offset' end",
            "case when registration is not null and not " ~ matches('registration', uuid_pattern()) ~ " then 'malformed_registration' end",
            "case when context_kind <> 'object' then 'malformed_context' end",
            "case when platform_kind <> 'string' or revision_kind <> 'string' then 'malformed_platform' end",
            "case when object_class <> 'Activity' and (platform_kind is not null or revision_kind is not null) then 'platform_without_activity' end",
            "case when team_kind <> 'object' then 'malformed_team' end",
            "case when attachments_kind <> 'array' then 'malformed_attachments' end",
            "case when version is not null and not " ~ matches('version', '^(1[.]0([.][0-9]+)?|2[.]0([.][0-9]+)?)$') ~ " then 'unknown_version' end",
            "case when " ~ json_agent_is_faulty('actor') ~ " then 'malformed_actor' end",
            "case when " ~ json_agent_is_faulty('authority') ~ " or (" ~ json_has_other_keys('authority', ['objectType', 'member', 'name']) ~ " and " ~ matches('authority', '"objectType":"Group"') ~ ") then 'malformed_authority' end",
            "case when " ~ json_agent_is_faulty('instructor') ~ " then 'malformed_instructor' end",
            "case when " ~ json_agent_is_faulty('team') ~ " or team_type <> 'Group' then 'malformed_team' end",
            "case when object_class in ('Agent', 'Group') and " ~ json_agent_is_faulty('object_json') ~ " then 'malformed_object_agent' end",
            "case when context_statement_id is not null and not " ~ matches('context_statement_id', uuid_pattern()) ~ " then 'malformed_context_statement' end",
            "case when is_sub_statement and object_class = 'SubStatement' then 'nested_sub_statement' end",
            "case when " ~ json_has_other_keys('document', ['id', 'actor', 'verb', 'object', 'result', 'context', 'timestamp', 'stored', 'authority', 'version', 'attachments', 'objectType']) ~ " then 'unknown_key' end",
            "case when " ~ json_has_other_keys('context_activities', ['parent', 'grouping', 'category', 'other']) ~ " then 'unknown_context_key' end",
        ]) }} as faults
    from typed

),

sub_faults as (

    select
        source_id,
        record_key,
        payload_hash,
        load_id,
        max(coalesce(rejection_reasons, faults)) as faults
    from judged
    where is_sub_statement
    group by 1, 2, 3, 4

),

complete as (

    select
        judged.* exclude (faults),
        coalesce(judged.faults, case when sub_faults.faults is not null then 'sub_statement: ' || sub_faults.faults end) as faults
    from judged
    left join sub_faults
        on judged.source_id = sub_faults.source_id
        and judged.record_key = sub_faults.record_key
        and judged.payload_hash = sub_faults.payload_hash
        and judged.load_id = sub_faults.load_id
    where not judged.is_sub_statement

),

chosen as (

    -- Of several bodies under one id the earliest stored readable one counts, in whatever order they came.
    select
        complete.*,
        max(load_id) over (partition by record_key) as newest_load_id,
        count(*) over (partition by record_key) as versions,
        row_number() over (
            partition by record_key
            order by case when rejection_reasons is null then 0 else 1 end, stored_at nulls last, payload_hash, source_id
        ) as preference
    from complete

)

select
    record_key as statement_id,
    source_id,
    newest_load_id as load_id,
    versions,
    actor_identifier,
    actor_name,
    actor_type,
    actor_members,
    verb_id,
    object_class,
    object_id,
    activity_type_id,
    activity_name,
    interaction_type,
    response,
    registration,
    context_activities,
    case when context_activities is not null then {{ md5_hex('context_activities') }} end as context_key,
    attachments,
    version,
    score_scaled,
    score_raw,
    score_min,
    score_max,
    is_success,
    is_completion,
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
    coalesce(stated_at, stored_at, extracted_at) as event_at,
    stored_at,
    rejection_reasons,
    faults
from chosen
where preference = 1
