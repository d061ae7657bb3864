{{ config(enabled=uses('oulad'), schema='pii') }}

with student_assessments as (

    {{ latest_records('oulad', 'student_assessment', [
        ['id_assessment', ['id_assessment'], 'text'],
        ['id_student', ['id_student'], 'text'],
        ['submitted_day', ['date_submitted'], 'bigint'],
        ['is_banked', ['is_banked'], 'text'],
        ['score', ['score'], 'float'],
    ]) }}

),

activities as (

    select * from {{ ref('stg_oulad__activities') }}

),

courses as (

    select * from {{ ref('stg_oulad__courses') }}

),

submissions as (

    select
        student_assessments.*,
        {{ entity_key('assessment', 'id_assessment') }} as activity_key
    from student_assessments
    where id_assessment is not null and id_student is not null

)

select
    submissions.source_id,
    {{ entity_key('submission', 'record_key', 'submissions') }} as submission_key,
    {{ entity_key('user', 'id_student', 'submissions') }} as user_identifier,
    activities.course_key,
    submissions.activity_key,
    {{ unknown('bigint') }} as attempt_number,
    case when submissions.score is not null then 'graded' else 'submitted' end as status,
    {{ dbt.dateadd('day', 'cast(submissions.submitted_day as integer)', 'courses.starts_at') }} as submitted_at,
    {{ unknown('timestamp') }} as graded_at,
    activities.due_at,
    submissions.score as score_raw,
    activities.points as score_max,
    {{ unknown('boolean') }} as is_excused,
    {{ as_boolean("submissions.is_banked = '1'") }} as is_banked
from submissions
left join activities
    on submissions.activity_key = activities.activity_key
left join courses
    on activities.course_key = courses.course_key
