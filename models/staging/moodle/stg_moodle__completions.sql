{{ config(enabled=uses('moodle'), schema='pii') }}

with activity_completions as (

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

course_completions as (

    {{ latest_records('moodle', 'course_completions', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['_request', 'user_id'], 'text'],
        ['completed', ['completionstatus', 'completed'], 'boolean'],
        ['aggregation', ['completionstatus', 'aggregation'], 'text'],
        ['criteria', ['completionstatus', 'completions'], 'json'],
    ]) }}

),

criterion_elements as (

    {{ json_each('course_completions', 'criteria', ['source_id', 'course_id', 'user_id']) }}

),

criteria as (

    {{ json_fields('criterion_elements', 'element', ['source_id', 'course_id', 'user_id'], [
        ['complete', ['complete'], 'boolean'],
        ['time_completed', ['timecompleted'], 'string'],
    ]) }}

),

criterion_counts as (

    select
        source_id,
        course_id,
        user_id,
        count(*) as criteria_count,
        sum(case when {{ is_true('complete') }} then 1 else 0 end) as met_count,
        min({{ epoch_timestamp('time_completed') }}) as first_met_at,
        max({{ epoch_timestamp('time_completed') }}) as last_met_at
    from criteria
    group by source_id, course_id, user_id

),

keyed_activity_completions as (

    select
        activity_completions.*,
        {{ dbt.concat(['user_id', "'/'", 'module_id']) }} as completion_id
    from activity_completions
    where user_id is not null
        and module_id is not null

),

keyed_course_completions as (

    select
        course_completions.*,
        {{ dbt.concat(['user_id', "'/'", 'course_id']) }} as completion_id
    from course_completions
    where user_id is not null
        and course_id is not null

)

select
    source_id,
    {{ entity_key('module_completion', 'completion_id') }} as completion_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ moodle_activity_key('module_name', 'instance_id') }} as activity_key,
    -- The states are: 0 incomplete, 1 completed, 2 completed and passed, 3 completed and failed.
    {{ as_boolean('state > 0') }} as is_completed,
    {{ unknown('float') }} as progress_share,
    case when state > 0 then time_completed end as completed_at
from keyed_activity_completions

union all

select
    keyed_course_completions.source_id,
    {{ entity_key('course_completion', 'completion_id', 'keyed_course_completions') }} as completion_key,
    {{ entity_key('user', 'user_id', 'keyed_course_completions') }} as user_identifier,
    {{ entity_key('course', 'course_id', 'keyed_course_completions') }} as course_key,
    {{ unknown('string') }} as activity_key,
    keyed_course_completions.completed as is_completed,
    cast(criterion_counts.met_count as {{ double_type() }}) / criterion_counts.criteria_count as progress_share,
    -- The last criterion completes the course, or the first one if any criterion is enough (aggregation 2).
    case
        when not {{ is_true('keyed_course_completions.completed') }} then null
        when keyed_course_completions.aggregation = '2' then criterion_counts.first_met_at
        else criterion_counts.last_met_at
    end as completed_at
from keyed_course_completions
left join criterion_counts
    on keyed_course_completions.source_id = criterion_counts.source_id
    and keyed_course_completions.course_id = criterion_counts.course_id
    and keyed_course_completions.user_id = criterion_counts.user_id
