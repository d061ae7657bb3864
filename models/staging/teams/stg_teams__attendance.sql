{{ config(enabled=uses('teams'), schema='pii') }}

with records as (

    select * from {{ ref('base_teams__attendance_records') }}

),

elements as (

    {{ json_each('records', 'intervals', ['source_id', 'report_id', 'record_position']) }}

),

read_intervals as (

    {{ json_fields('elements', 'element', ['source_id', 'report_id', 'record_position', 'position'], [
        ['joined', ['joinDateTime'], 'string'],
        ['departed', ['leaveDateTime'], 'string'],
        ['seconds', ['durationInSeconds'], 'float'],
    ]) }}

),

padded_intervals as (

    select
        source_id,
        report_id,
        record_position,
        position,
        {{ padded_time('joined') }} as joined,
        {{ padded_time('departed') }} as departed,
        seconds
    from read_intervals

),

intervals as (

    select
        source_id,
        report_id,
        record_position,
        position,
        {{ utc_timestamp('joined') }} as joined_at,
        {{ utc_timestamp('departed') }} as left_at,
        seconds
    from padded_intervals

),

-- A record without intervals is one stay of which only the total is known.
stays as (

    select
        records.source_id,
        records.report_id,
        records.user_identifier,
        records.role,
        {{ dbt.concat([
            'records.report_id',
            "'/'",
            'cast(records.record_position as ' ~ dbt.type_string() ~ ')',
            "'/'",
            'cast(coalesce(intervals.position, 0) as ' ~ dbt.type_string() ~ ')',
        ]) }} as stay_id,
        intervals.joined_at,
        intervals.left_at,
        case
            when intervals.position is null then records.total_seconds
            -- Graph writes 0 where it lost the times, so 0 is unknown.
            when intervals.joined_at is null or intervals.left_at is null then nullif(intervals.seconds, 0)
            else intervals.seconds
        end as stated_seconds
    from records
    left join intervals
        on records.source_id = intervals.source_id
        and records.report_id = intervals.report_id
        and records.record_position = intervals.record_position

)

select
    source_id,
    {{ entity_key('stay', 'stay_id') }} as attendance_key,
    {{ entity_key('meeting', 'report_id') }} as meeting_key,
    user_identifier,
    case
        when role = 'Organizer' then 'host'
        when role is not null and role <> 'None' then 'attendee'
    end as attendee_role,
    joined_at,
    left_at,
    stated_seconds
from stays
