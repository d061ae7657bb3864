{{ config(enabled=uses('oulad'), schema='pii') }}

with student_info as (

    select * from {{ ref('stg_oulad__student_info') }}

),

submissions as (

    select * from {{ ref('stg_oulad__submissions') }}

),

activities as (

    select * from {{ ref('stg_oulad__activities') }}

)

-- A withdrawal is not a grade; it is the status of the enrollment.
select
    source_id,
    {{ dbt.concat(["'result:'", 'course_key', "'|'", 'user_identifier']) }} as grade_key,
    user_identifier,
    course_key,
    {{ unknown('string') }} as activity_key,
    final_result as grade_text,
    {{ unknown('float') }} as score_raw,
    {{ unknown('float') }} as score_max,
    {{ as_boolean("final_result <> 'Fail'") }} as is_passed,
    {{ boolean_value(true) }} as is_final,
    {{ unknown('timestamp') }} as graded_at,
    {{ unknown('float') }} as weight
from student_info
where final_result in ('Pass', 'Distinction', 'Fail')
union all
select
    submissions.source_id,
    {{ dbt.concat(["'score:'", 'submissions.submission_key']) }} as grade_key,
    submissions.user_identifier,
    submissions.course_key,
    submissions.activity_key,
    {{ unknown('string') }} as grade_text,
    submissions.score_raw,
    submissions.score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ unknown('boolean') }} as is_final,
    {{ unknown('timestamp') }} as graded_at,
    activities.weight
from submissions
left join activities
    on submissions.activity_key = activities.activity_key
where submissions.score_raw is not null
