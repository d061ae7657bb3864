-- The first attempt before and the last attempt after show all that was learned between them.
with assessment_pairs as (

    select * from {{ ref('dim_assessment_pair') }}

),

attempts as (

    select
        attempts.*,
        coalesce(ended_at, started_at) as taken_at
    from {{ ref('fct_attempts') }} as attempts
    where score_scaled is not null

),

pre_attempts as (

    select
        assessment_pairs.pair_id,
        attempts.learner_id,
        attempts.course_id,
        attempts.course_run_id,
        attempts.score_scaled,
        attempts.taken_at,
        row_number() over (
            partition by assessment_pairs.pair_id, attempts.learner_id
            order by attempts.taken_at, attempts.attempt_id
        ) as preference
    from assessment_pairs
    inner join attempts
        on assessment_pairs.pre_assessment_id = attempts.assessment_id

),

post_attempts as (

    select
        assessment_pairs.pair_id,
        attempts.learner_id,
        attempts.score_scaled,
        attempts.taken_at,
        row_number() over (
            partition by assessment_pairs.pair_id, attempts.learner_id
            order by attempts.taken_at desc, attempts.attempt_id desc
        ) as preference
    from assessment_pairs
    inner join attempts
        on assessment_pairs.post_assessment_id = attempts.assessment_id

)

select
    pre_attempts.pair_id,
    pre_attempts.learner_id,
    pre_attempts.course_id,
    pre_attempts.course_run_id,
    pre_attempts.score_scaled as pre_score,
    post_attempts.score_scaled as post_score,
    post_attempts.score_scaled - pre_attempts.score_scaled as gain,
    -- A learner with the full score before had nothing to gain, so the share of the possible gain is undefined.
    case
        when pre_attempts.score_scaled < 1
            then (post_attempts.score_scaled - pre_attempts.score_scaled) / nullif(1 - pre_attempts.score_scaled, 0)
    end as normalized_gain,
    pre_attempts.taken_at as pre_taken_at,
    post_attempts.taken_at as post_taken_at
from pre_attempts
inner join post_attempts
    on pre_attempts.pair_id = post_attempts.pair_id
    and pre_attempts.learner_id = post_attempts.learner_id
    and post_attempts.preference = 1
where pre_attempts.preference = 1
    and pre_attempts.taken_at < post_attempts.taken_at
