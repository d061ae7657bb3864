{{ config(enabled=uses('moodle'), schema='pii') }}

with parts as (

    {{ latest_records('moodle', 'activity_completions', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['module_id', ['cmid'], 'text'],
        ['module_name', ['modname'], 'text'],
        ['instance_id', ['instance'], 'text'],
        ['state', ['state'], 'bigint'],
        ['time_completed', ['timecompleted'], 'epoch'],
    ]) }}

),

wholes as (

    {{ latest_records('moodle', 'course_completions', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['completed', ['completionstatus', 'completed'], 'boolean'],
        ['aggregation', ['completionstatus', 'aggregation'], 'text'],
        ['criteria', ['completionstatus', 'completions'], 'json'],
    ]) }}

),

elements as (

    {{ json_each('wholes', 'criteria', ['source_id', 'course_id', 'user_id']) }}

),

met as (

    {{ json_fields('elements', 'element', ['source_id', 'course_id', 'user_id'], [
        ['complete', ['complete'], 'boolean'],
        ['time_completed', ['timecompleted'], 'string'],
    ]) }}

),

criteria as (

    select
        source_id,
        course_id,
        user_id,
        count(*) as criteria_count,
        sum(case when {{ is_true('complete') }} then 1 else 0 end) as met_count,
        min({{ epoch_timestamp('time_completed') }}) as first_met_at,
        max({{ epoch_timestamp('time_completed') }}) as last_met_at
    from met
    group by source_id, course_id, user_id

),

named_parts as (

    select
        parts.*,
        {{ dbt.concat(['user_id', "'/'", 'module_id']) }} as completion_id
    from parts
    where user_id is not null
        and module_id is not null

),

named_wholes as (

    select
        wholes.*,
        {{ dbt.concat(['user_id', "'/'", 'course_id']) }} as completion_id
    from wholes
    where user_id is not null
        and course_id is not null

)

select
    source_id,
    {{ entity_key('module_completion', 'completion_id') }} as completion_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ moodle_activity_key('module_name', 'instance_id') }} as activity_key,
    -- 0: not; 1: completed; 2: and passed; 3: and failed.
    {{ as_boolean('state > 0') }} as is_completed,
    {{ unknown('float') }} as progress_share,
    case when state > 0 then time_completed end as completed_at
from named_parts

union all

select
    named_wholes.source_id,
    {{ entity_key('course_completion', 'completion_id', 'named_wholes') }} as completion_key,
    {{ entity_key('user', 'user_id', 'named_wholes') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'named_wholes') }} as course_key,
    {{ unknown('string') }} as activity_key,
    named_wholes.completed as is_completed,
    cast(criteria.met_count as {{ double_type() }}) / criteria.criteria_count as progress_share,
    -- The last criterion completes the course, or the first one where one is enough (2).
    case
        when not {{ is_true('named_wholes.completed') }} then null
        when named_wholes.aggregation = '2' then criteria.first_met_at
        else criteria.last_met_at
    end as completed_at
from named_wholes
left join criteria
    on named_wholes.source_id = criteria.source_id
    and named_wholes.course_id = criteria.course_id
    and named_wholes.user_id = criteria.user_id
