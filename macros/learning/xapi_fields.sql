{% macro xapi_fields() %}
    {%- set video = 'https://w3id.org/xapi/video/extensions/' %}
    {%- set cmi5 = 'https://w3id.org/xapi/cmi5/context/extensions/' %}
    {{ return([
        ['id', ['id'], 'string'],
        ['stored', ['stored'], 'string'],
        ['timestamp_text', ['timestamp'], 'string'],
        ['version', ['version'], 'string'],
        ['actor_name', ['actor', 'name'], 'string'],
        ['actor_mbox', ['actor', 'mbox'], 'string'],
        ['actor_mbox_sha1sum', ['actor', 'mbox_sha1sum'], 'string'],
        ['actor_openid', ['actor', 'openid'], 'string'],
        ['actor_account_name', ['actor', 'account', 'name'], 'string'],
        ['actor_members', ['actor', 'member'], 'json'],
        ['verb_id', ['verb', 'id'], 'string'],
        ['verb_display', ['verb', 'display'], 'json'],
        ['object_id', ['object', 'id'], 'string'],
        ['object_json', ['object'], 'json'],
        ['activity_type_id', ['object', 'definition', 'type'], 'string'],
        ['activity_name', ['object', 'definition', 'name'], 'json'],
        ['more_info', ['object', 'definition', 'moreInfo'], 'string'],
        ['interaction_type', ['object', 'definition', 'interactionType'], 'string'],
        ['score_scaled', ['result', 'score', 'scaled'], 'float'],
        ['score_raw', ['result', 'score', 'raw'], 'float'],
        ['score_min', ['result', 'score', 'min'], 'float'],
        ['score_max', ['result', 'score', 'max'], 'float'],
        ['is_success', ['result', 'success'], 'boolean'],
        ['is_completion', ['result', 'completion'], 'boolean'],
        ['response', ['result', 'response'], 'string'],
        ['duration_text', ['result', 'duration'], 'string'],
        ['registration', ['context', 'registration'], 'string'],
        ['context_activities', ['context', 'contextActivities'], 'json'],
        ['context_statement_id', ['context', 'statement', 'id'], 'string'],
        ['attachments', ['attachments'], 'json'],
        ['video_session_id', ['context', 'extensions', video ~ 'session-id'], 'string'],
        ['video_context_length', ['context', 'extensions', video ~ 'length'], 'float'],
        ['video_result_length', ['result', 'extensions', video ~ 'length'], 'float'],
        ['video_time', ['result', 'extensions', video ~ 'time'], 'float'],
        ['video_time_from', ['result', 'extensions', video ~ 'time-from'], 'float'],
        ['video_time_to', ['result', 'extensions', video ~ 'time-to'], 'float'],
        ['video_played_segments', ['result', 'extensions', video ~ 'played-segments'], 'string'],
        ['cmi5_session_id', ['context', 'extensions', cmi5 ~ 'sessionid'], 'string'],
        ['cmi5_move_on', ['context', 'extensions', cmi5 ~ 'moveon'], 'string'],
        ['cmi5_mastery_score', ['context', 'extensions', cmi5 ~ 'masteryscore'], 'float'],
        ['id_kind', ['id'], 'kind'],
        ['timestamp_kind', ['timestamp'], 'kind'],
        ['verb_kind', ['verb'], 'kind'],
        ['verb_id_kind', ['verb', 'id'], 'kind'],
        ['verb_display_kind', ['verb', 'display'], 'kind'],
        ['object_id_kind', ['object', 'id'], 'kind'],
        ['definition_kind', ['object', 'definition'], 'kind'],
        ['definition_type_kind', ['object', 'definition', 'type'], 'kind'],
        ['definition_name_kind', ['object', 'definition', 'name'], 'kind'],
        ['definition_description_kind', ['object', 'definition', 'description'], 'kind'],
        ['more_info_kind', ['object', 'definition', 'moreInfo'], 'kind'],
        ['result_kind', ['result'], 'kind'],
        ['score_kind', ['result', 'score'], 'kind'],
        ['score_scaled_kind', ['result', 'score', 'scaled'], 'kind'],
        ['score_raw_kind', ['result', 'score', 'raw'], 'kind'],
        ['score_min_kind', ['result', 'score', 'min'], 'kind'],
        ['score_max_kind', ['result', 'score', 'max'], 'kind'],
        ['success_kind', ['result', 'success'], 'kind'],
        ['completion_kind', ['result', 'completion'], 'kind'],
        ['response_kind', ['result', 'response'], 'kind'],
        ['duration_kind', ['result', 'duration'], 'kind'],
        ['result_extensions_kind', ['result', 'extensions'], 'kind'],
        ['context_kind', ['context'], 'kind'],
        ['registration_kind', ['context', 'registration'], 'kind'],
        ['platform_kind', ['context', 'platform'], 'kind'],
        ['revision_kind', ['context', 'revision'], 'kind'],
        ['language_kind', ['context', 'language'], 'kind'],
        ['context_statement_kind', ['context', 'statement'], 'kind'],
        ['context_activities_kind', ['context', 'contextActivities'], 'kind'],
        ['context_extensions_kind', ['context', 'extensions'], 'kind'],
        ['attachments_kind', ['attachments'], 'kind'],
    ]
    + xapi_agent_fields('actor', ['actor'])
    + xapi_agent_fields('object', ['object'])
    + xapi_agent_fields('authority', ['authority'])
    + xapi_agent_fields('instructor', ['context', 'instructor'])
    + xapi_agent_fields('team', ['context', 'team'])) }}
{% endmacro %}

{% macro xapi_agent_fields(name, path) %}
    {{ return([
        [name ~ '_type', path + ['objectType'], 'string'],
        [name ~ '_home_page', path + ['account', 'homePage'], 'string'],
        [name ~ '_kind', path, 'kind'],
        [name ~ '_name_kind', path + ['name'], 'kind'],
        [name ~ '_mbox_kind', path + ['mbox'], 'kind'],
        [name ~ '_sha1_kind', path + ['mbox_sha1sum'], 'kind'],
        [name ~ '_openid_kind', path + ['openid'], 'kind'],
        [name ~ '_account_kind', path + ['account'], 'kind'],
        [name ~ '_account_name_kind', path + ['account', 'name'], 'kind'],
        [name ~ '_home_page_kind', path + ['account', 'homePage'], 'kind'],
        [name ~ '_members_kind', path + ['member'], 'kind'],
    ]) }}
{% endmacro %}

{% macro xapi_attachment_fields() %}
    {{ return([
        ['usage_type', ['usageType'], 'string'],
        ['display', ['display'], 'json'],
        ['content_type', ['contentType'], 'string'],
        ['length_bytes', ['length'], 'float'],
        ['sha2', ['sha2'], 'string'],
        ['file_url', ['fileUrl'], 'string'],
        ['usage_type_kind', ['usageType'], 'kind'],
        ['display_kind', ['display'], 'kind'],
        ['description_kind', ['description'], 'kind'],
        ['content_type_kind', ['contentType'], 'kind'],
        ['length_kind', ['length'], 'kind'],
        ['sha2_kind', ['sha2'], 'kind'],
        ['file_url_kind', ['fileUrl'], 'kind'],
    ]) }}
{% endmacro %}

{% macro xapi_statement_keys(own=true) %}
    {%- set keys = ['actor', 'verb', 'object', 'result', 'context', 'timestamp', 'attachments', 'objectType'] %}
    {{ return(keys + (['id', 'stored', 'authority', 'version'] if own else [])) }}
{% endmacro %}

{% macro xapi_context_keys() %}
    {{ return(['parent', 'grouping', 'category', 'other']) }}
{% endmacro %}
