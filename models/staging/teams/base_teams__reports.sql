{{ config(enabled=uses('teams'), schema='pii') }}

-- Some servers write times without leading zeros: 2022-1-5T9:03:00Z.
with reports as (

    {{ latest_records('teams', 'attendance_reports', [
        ['report_id', ['id'], 'text'],
        ['meeting_id', ['_request', 'meeting_id'], 'text'],
        ['started', ['meetingStartDateTime'], 'text'],
        ['ended', ['meetingEndDateTime'], 'text'],
        ['records', ['attendanceRecords'], 'json'],
    ]) }}

),

padded_reports as (

    select
        source_id,
        report_id,
        meeting_id,
        {{ padded_time('started') }} as started,
        {{ padded_time('ended') }} as ended,
        records,
        load_id,
        record_number
    from reports
    where report_id is not null

)

select
    source_id,
    report_id,
    meeting_id,
    {{ utc_timestamp('started') }} as starts_at,
    {{ utc_timestamp('ended') }} as ends_at,
    records,
    load_id,
    record_number
from padded_reports
