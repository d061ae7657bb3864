{% macro xapi_readings() -%}
    coalesce(object_type, 'Activity') as object_class,
    {{ learner_identifier('actor_mbox', 'actor_mbox_sha1sum', 'actor_openid', 'actor_home_page', 'actor_account_name') }} as actor_identifier,
    {{ duration_seconds('duration_text') }} as duration_seconds,
    {{ utc_timestamp('stored') }} as stored_at,
    case when {{ matches('timestamp_text', timestamp_pattern()) }} then {{ utc_timestamp('timestamp_text') }} end as stated_at
{%- endmacro %}

{% macro xapi_rejection_reasons() -%}
    {{ joined_codes([
        code('no_identifiable_actor', "coalesce(actor_kind, '') <> 'object' or (actor_identifier is null and not (actor_type = 'Group' and coalesce(actor_members_kind, '') = 'array'))"),
        code('no_verb', "coalesce(verb_kind, '') <> 'object' or coalesce(verb_id_kind, '') <> 'string' or verb_id = ''"),
        code('no_object', "coalesce(object_kind, '') <> 'object' or (object_class in ('Activity', 'StatementRef') and (coalesce(object_id_kind, '') <> 'string' or object_id = ''))"),
        code('unreadable_time', "timestamp_kind is not null and stated_at is null"),
    ]) }}
{%- endmacro %}

{% macro xapi_faults(extra) -%}
    {{ joined_codes([
        code('malformed_id', "id_kind <> 'string' or not " ~ matches('id', uuid_pattern())),
        code('malformed_verb', "not " ~ matches('verb_id', iri_pattern())),
        code('malformed_display', "verb_display_kind <> 'object' or " ~ matches('verb_display', null_in_map_pattern())),
        code('malformed_activity', "object_class = 'Activity' and not " ~ matches('object_id', iri_pattern())),
        code('malformed_reference', "object_class = 'StatementRef' and not " ~ matches('object_id', uuid_pattern())),
        code('unknown_object_type', "object_class not in ('Activity', 'Agent', 'Group', 'StatementRef', 'SubStatement')"),
        code('malformed_definition', "definition_kind <> 'object' or definition_name_kind <> 'object' or definition_description_kind <> 'object'
            or definition_type_kind <> 'string' or more_info_kind <> 'string' or not " ~ matches('activity_type_id', iri_pattern()) ~ " or not " ~ matches('more_info', iri_pattern())
            ~ " or " ~ matches('activity_name', null_in_map_pattern())),
        code('unknown_interaction_type', "interaction_type not in ('true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric', 'other')"),
        code('malformed_actor', xapi_agent_is_faulty('actor')),
        code('malformed_object_agent', "object_class in ('Agent', 'Group') and (" ~ xapi_agent_is_faulty('object') ~ ")"),
        code('malformed_authority', xapi_agent_is_faulty('authority') ~ " or (authority_type = 'Group' and (authority_mbox_kind is not null
            or authority_sha1_kind is not null or authority_openid_kind is not null or authority_account_kind is not null))"),
        code('malformed_instructor', xapi_agent_is_faulty('instructor')),
        code('malformed_team', "team_type <> 'Group' or (team_kind is not null and team_type is null) or (" ~ xapi_agent_is_faulty('team') ~ ")"),
        code('malformed_result', "result_kind <> 'object' or result_extensions_kind <> 'object'"),
        code('malformed_score', "score_kind <> 'object' or score_scaled_kind <> 'number' or score_raw_kind <> 'number' or score_min_kind <> 'number' or score_max_kind <> 'number'"),
        code('score_out_of_range', "score_scaled < -1 or score_scaled > 1 or score_raw < score_min or score_raw > score_max or score_min > score_max"),
        code('malformed_outcome', "success_kind <> 'boolean' or completion_kind <> 'boolean'"),
        code('malformed_response', "response_kind <> 'string'"),
        code('malformed_duration', "duration_kind is not null and (duration_kind <> 'string' or duration_seconds is null or duration_text in ('P', 'PT'))"),
        code('negative_zero_offset', matches('timestamp_text', 'T.*-00(:?00)?$')),
        code('malformed_context', "context_kind <> 'object' or context_activities_kind <> 'object' or context_extensions_kind <> 'object'"),
        code('malformed_registration', "registration_kind <> 'string' or not " ~ matches('registration', uuid_pattern())),
        code('malformed_platform', "platform_kind <> 'string' or revision_kind <> 'string' or language_kind <> 'string'"),
        code('platform_without_activity', "object_class <> 'Activity' and (platform_kind is not null or revision_kind is not null)"),
        code('malformed_context_statement', "context_statement_kind <> 'object' or not " ~ matches('context_statement_id', uuid_pattern())),
        code('malformed_attachments', "attachments_kind <> 'array'"),
        code('unknown_version', "not " ~ matches('version', '^(1[.]0([.][0-9]+)?|2[.]0([.][0-9]+)?)$')),
    ] + extra) }}
{%- endmacro %}

{% macro code(name, condition) -%}
    case when {{ condition }} then '{{ name }}' end
{%- endmacro %}

{% macro xapi_agent_is_faulty(name) -%}
    {%- set identifiers = [name ~ '_mbox_kind', name ~ '_sha1_kind', name ~ '_openid_kind', name ~ '_account_kind'] -%}
    {%- set count = [] -%}
    {%- for kind in identifiers %}{% do count.append('case when ' ~ kind ~ ' is null then 0 else 1 end') %}{% endfor -%}
    {{ name }}_kind <> 'object'
        or {{ name }}_type not in ('Agent', 'Group')
        or ({{ count | join(' + ') }}) > 1
        or ({{ name }}_kind is not null and ({{ count | join(' + ') }}) = 0
            and (coalesce({{ name }}_type, '') <> 'Group' or {{ name }}_members_kind is null))
        or {{ name }}_name_kind <> 'string'
        or {{ name }}_mbox_kind <> 'string'
        or {{ name }}_sha1_kind <> 'string'
        or {{ name }}_openid_kind <> 'string'
        or {{ name }}_account_kind <> 'object'
        or ({{ name }}_account_kind = 'object' and (
            coalesce({{ name }}_account_name_kind, '') <> 'string'
            or coalesce({{ name }}_home_page_kind, '') <> 'string'
            or not {{ matches(name ~ '_home_page', iri_pattern()) }}
        ))
        or {{ name }}_members_kind <> 'array'
{%- endmacro %}

{% macro null_in_map_pattern() %}{{ return('[^\\\\]": ?null ?[,}]') }}{% endmacro %}
