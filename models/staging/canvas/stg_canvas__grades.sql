{{ config(enabled=uses('canvas'), schema='pii') }}

with enrollments as (

    select
        enrollments.*,
        case when enrollment_state = 'completed' then 1 else 0 end as is_concluded
    from {{ ref('base_canvas__enrollments') }} as enrollments
    where version_rank = 1

),

-- While a course runs, what is not graded yet does not count; once it is concluded, it counts as zero. Either yields
-- to the grade that a teacher sets instead.
graded as (

    select
        enrollments.*,
        coalesce(override_score, case when is_concluded = 1 then final_score else current_score end) as score_raw,
        coalesce(override_grade, case when is_concluded = 1 then final_grade else current_grade end) as grade_text
    from enrollments

)

select
    source_id,
    {{ entity_key('grade', 'enrollment_id') }} as grade_key,
    {{ entity_key('user', 'user_id') }} as user_identifier,
    {{ entity_key('course', 'course_id') }} as course_key,
    {{ unknown('string') }} as activity_key,
    grade_text,
    score_raw,
    -- In percent.
    cast(case when score_raw is not null then 100 end as {{ double_type() }}) as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ as_boolean('is_concluded = 1') }} as is_final,
    {{ unknown('timestamp') }} as graded_at
from graded
where score_raw is not null
    or grade_text is not null
