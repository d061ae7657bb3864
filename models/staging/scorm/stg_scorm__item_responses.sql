{{ config(enabled=uses('scorm'), schema='pii') }}

with activities as (

    select * from {{ ref('base_scorm__activities') }}

),

interaction_elements as (

    {{ json_each('activities', 'interactions', ['source_id', 'attempt_id', 'learner_id', 'activity_id']) }}

),

interactions as (

    {{ json_fields(
        'interaction_elements', 'element', ['source_id', 'attempt_id', 'learner_id', 'activity_id', 'position'],
        [
            ['interaction_id', ['id'], 'string'],
            ['type', ['type'], 'string'],
            ['response', ['learnerResponse'], 'string'],
            ['result', ['result'], 'string'],
            ['weighting', ['weighting'], 'float'],
            ['latency', ['latency'], 'string'],
            ['timestamp_utc', ['timestampUtc'], 'string'],
        ]
    ) }}

),

keyed_interactions as (

    select
        interactions.*,
        lower(replace(type, '_', '-')) as interaction_type,
        lower(result) as outcome,
        {{ dbt.concat([
            'attempt_id', "'/'", 'activity_id', "'/'", 'cast(position as ' ~ dbt.type_string() ~ ')'
        ]) }} as response_id,
        {{ dbt.concat(['activity_id', "'/'", 'interaction_id']) }} as item_id
    from interactions
    where interaction_id is not null

)

select
    source_id,
    {{ entity_key('interaction', 'response_id') }} as response_key,
    {{ entity_key('registration_instance', 'attempt_id') }} as attempt_key,
    {{ entity_key('user', 'learner_id') }} as user_identifier,
    {{ entity_key('item', 'item_id') }} as item_key,
    position,
    interaction_type,
    {{ closed_response('interaction_type', 'response') }} as response_option,
    -- Results other than these are not judged: neutral, unanticipated, or a number, which is a score.
    case
        when outcome = 'correct' then {{ boolean_value(true) }}
        when outcome in ('incorrect', 'wrong') then {{ boolean_value(false) }}
    end as is_correct,
    {{ boolean_value(false) }} as is_left,
    {{ try_cast_to('outcome', 'double precision') }} as score_raw,
    weighting as score_max,
    -- SCORM 1.2 writes HHHH:MM:SS.SS, SCORM 2004 an ISO 8601 duration.
    coalesce({{ timespan_seconds('latency') }}, {{ duration_seconds('latency') }}) as latency_seconds,
    -- SCORM 1.2 stores only the time of day, so its interactions have no timestamp.
    {{ utc_timestamp('timestamp_utc') }} as responded_at
from keyed_interactions
