with attempts as (

    select * from {{ ref('fct_attempts') }}
    where score_scaled is not null
        and assessment_id is not null

),

-- The scale has ten bands of equal width. The last one includes 1. Scores outside the scale go to the outermost bands,
-- so that the bands hold every scored attempt.
banded_attempts as (

    select
        assessment_id,
        course_id,
        course_run_id,
        learner_id,
        case
            when score_scaled < 0 then 0
            when score_scaled >= 1 then 9
            else cast(floor(score_scaled * 10) as {{ dbt.type_int() }})
        end as score_band
    from attempts

)

select
    min(course_id) as course_id,
    min(course_run_id) as course_run_id,
    assessment_id,
    cast(score_band as {{ dbt.type_bigint() }}) as score_band,
    cast(score_band as {{ double_type() }}) / 10 as from_score,
    count(*) as attempts,
    count(distinct learner_id) as learners
from banded_attempts
group by
    assessment_id,
    score_band
