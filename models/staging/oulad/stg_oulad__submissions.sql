{{ config(enabled=uses('oulad'), schema='pii') }}

with results as (

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

keyed as (

    select
        results.*,
        {{ entity_key('assessment', 'id_assessment') }} as activity_key
    from results
    where id_assessment is not null and id_student is not null

)

select
    keyed.source_id,
    {{ entity_key('submission', 'record_key', 'keyed') }} as submission_key,
    {{ entity_key('user', 'id_student', 'keyed') }} as user_identifier,
    activities.course_key,
    keyed.activity_key,
    {{ unknown('bigint') }} as attempt_number,
    case when keyed.score is not null then 'graded' else 'submitted' end as status,
    {{ dbt.dateadd('day', 'cast(keyed.submitted_day as integer)', 'courses.starts_at') }} as submitted_at,
    {{ unknown('timestamp') }} as graded_at,
    activities.due_at,
    keyed.score as score_raw,
    activities.points as score_max,
    {{ unknown('boolean') }} as is_excused,
    {{ as_boolean("keyed.is_banked = '1'") }} as is_banked
from keyed
left join activities
    on keyed.activity_key = activities.activity_key
left join courses
    on activities.course_key = courses.course_key
