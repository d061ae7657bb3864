{{ config(enabled=uses('files'), schema='pii') }}

with grades as (

    {{ latest_records('files', 'grades', [
        ['user_id', ['_request', 'user_id'], 'text'],
        ['institutional_id', ['_request', 'institutional_id'], 'text'],
        ['email', ['_request', 'email'], 'text'],
        ['course_id', ['_request', 'course_id'], 'text'],
        ['activity_id', ['_request', 'activity_id'], 'text'],
        ['grade_text', ['_request', 'grade_text'], 'text'],
        ['score_raw', ['_request', 'score_raw'], 'float'],
        ['score_max', ['_request', 'score_max'], 'float'],
        ['is_passed', ['_request', 'is_passed'], 'text'],
        ['is_final', ['_request', 'is_final'], 'text'],
        ['graded_at', ['_request', 'graded_at'], 'timestamp'],
    ]) }}

)

select
    source_id,
    {{ entity_key('grade', 'record_key') }} as grade_key,
    {{ person_identifier() }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ entity_key('activity', 'activity_id') }} as activity_key,
    grade_text,
    score_raw,
    score_max,
    {{ boolean_of_text('is_passed') }} as is_passed,
    {{ boolean_of_text('is_final') }} as is_final,
    graded_at
from grades
