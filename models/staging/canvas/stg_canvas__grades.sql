{{ config(enabled=uses('canvas'), schema='pii') }}

with enrollments as (

    select
        enrollments.*,
        case when enrollment_state = 'completed' then 1 else 0 end as is_concluded
    from {{ ref('base_canvas__enrollments') }} as enrollments
    where version_rank = 1

),

-- Work without a grade does not count while a course runs, and counts as zero once it is concluded. A grade that a
-- teacher sets takes precedence over both.
grades as (

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
    -- Scores are percentages.
    cast(case when score_raw is not null then 100 end as {{ double_type() }}) as score_max,
    {{ unknown('boolean') }} as is_passed,
    {{ as_boolean('is_concluded = 1') }} as is_final,
    {{ unknown('timestamp') }} as graded_at
from grades
where score_raw is not null
    or grade_text is not null
