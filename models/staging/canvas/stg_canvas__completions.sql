{{ config(enabled=uses('canvas'), schema='pii') }}

with course_progress as (

    {{ latest_records('canvas', 'course_progress', [
        ['course_id', ['_request', 'course_id'], 'text'],
        ['user_id', ['id'], 'text'],
        ['required', ['progress', 'requirement_count'], 'float'],
        ['done', ['progress', 'requirement_completed_count'], 'float'],
        ['completed_at', ['progress', 'completed_at'], 'timestamp'],
    ]) }}

)

select
    source_id,
    {{ entity_key('course_progress', 'record_key') }} as completion_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as activity_key,
    {{ as_boolean('done >= required') }} as is_completed,
    done / required as progress_share,
    completed_at
from course_progress
-- A course without requirements cannot have progress.
where required > 0
