{#- An entity comes as an object or only as its IRI, so the text at the path is read beside the id and type inside. -#}
{% macro caliper_entity(name, path, details=[]) %}
    {%- set fields = [[name ~ '_text', path, 'text'], [name ~ '_id', path + ['id'], 'text'], [name ~ '_type', path + ['type'], 'text']] %}
    {%- for detail in details %}
        {%- do fields.append([name ~ '_' ~ detail[0], path + detail[1], detail[2]]) %}
    {%- endfor %}
    {{ return(fields) }}
{% endmacro %}

{% macro caliper_id(name) -%}
    coalesce({{ name }}_id, case when left({{ name }}_text, 1) not in ('{', '[') then {{ name }}_text end)
{%- endmacro %}

{#- Caliper gives an anonymous entity the IRI of its type as an id. -#}
{% macro caliper_named(id) -%}
    case when {{ id }} not like 'http%://purl.imsglobal.org/caliper/%' then {{ id }} end
{%- endmacro %}

{#- Some senders write a term as an IRI of the vocabulary, which differs in every version of Caliper. -#}
{% macro caliper_term(text) -%}
    {{ matched_group(text, '([^/#:]+)$', 1) }}
{%- endmacro %}

{% macro caliper_person_fields() %}
    {{ return([
        ['name', ['name'], 'text'],
        ['identifiers', ['otherIdentifiers'], 'json'],
        ['canvas_sis_id', ['extensions', 'com.instructure.canvas', 'user_sis_id'], 'text'],
        ['blackboard_external_id', ['extensions', 'bb:user.externalId'], 'text'],
    ]) }}
{% endmacro %}

{% macro caliper_group_fields() %}
    {{ return([
        ['name', ['name'], 'text'],
        ['number', ['courseNumber'], 'text'],
        ['session', ['academicSession'], 'text'],
        ['identifiers', ['otherIdentifiers'], 'json'],
    ]) }}
{% endmacro %}

{% macro caliper_attempt_fields() %}
    {{ return([
        ['count', ['count'], 'bigint'],
        ['started_at', ['startedAtTime'], 'timestamp'],
        ['ended_at', ['endedAtTime'], 'timestamp'],
        ['duration', ['duration'], 'text'],
    ]) }}
{% endmacro %}

{% macro caliper_event_fields() %}
    {%- set fields = [
        ['event_id', ['id'], 'text'],
        ['event_type', ['type'], 'text'],
        ['action', ['action'], 'text'],
        ['event_time', ['eventTime'], 'text'],
        ['event_at', ['eventTime'], 'timestamp'],
        ['sent_at', ['_request', 'sendTime'], 'timestamp'],
        ['object_name', ['object', 'name'], 'text'],
        ['object_body', ['object', 'body'], 'text'],
        ['object_created_at', ['object', 'dateCreated'], 'timestamp'],
        ['object_max_score', ['object', 'maxScore'], 'float'],
        ['object_due_at', ['object', 'dateToSubmit'], 'timestamp'],
        ['object_assignable_name', ['object', 'assignable', 'name'], 'text'],
        ['score_given', ['generated', 'scoreGiven'], 'float'],
        ['score_max', ['generated', 'maxScore'], 'float'],
        ['measures', ['generated', 'items'], 'json'],
        ['session_duration', ['session', 'duration'], 'text'],
    ] %}
    {%- for name, path, details in [
        ('actor', ['actor'], caliper_person_fields()),
        ('object', ['object'], caliper_attempt_fields()),
        ('object_part', ['object', 'isPartOf'], [['name', ['name'], 'text']]),
        ('object_assignee', ['object', 'assignee'], []),
        ('object_assignable', ['object', 'assignable'], []),
        ('reply_to', ['object', 'replyTo'], []),
        ('generated', ['generated'], caliper_attempt_fields()),
        ('generated_part', ['generated', 'isPartOf'], []),
        ('generated_assignee', ['generated', 'assignee'], []),
        ('generated_assignable', ['generated', 'assignable'], []),
        ('attempt', ['generated', 'attempt'], []),
        ('attempt_part', ['generated', 'attempt', 'isPartOf'], []),
        ('attempt_assignee', ['generated', 'attempt', 'assignee'], []),
        ('attempt_assignable', ['generated', 'attempt', 'assignable'], []),
        ('group', ['group'], caliper_group_fields()),
        ('parent_group', ['group', 'subOrganizationOf'], caliper_group_fields()),
        ('offering', ['group', 'subOrganizationOf', 'subOrganizationOf'], caliper_group_fields()),
    ] %}
        {%- do fields.extend(caliper_entity(name, path, details)) %}
    {%- endfor %}
    {{ return(fields) }}
{% endmacro %}
