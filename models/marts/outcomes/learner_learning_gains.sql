-- Who took both tests: the first attempt at the one, and the last at the other that came after it.
with pairs as (

    select * from {{ ref('dim_assessment_pair') }}

),

attempts as (

    select
        attempts.*,
        coalesce(ended_at, started_at) as taken_at
    from {{ ref('fct_attempts') }} as attempts
    where score_scaled is not null

),

befores as (

    select
        pairs.pair_id,
        attempts.learner_id,
        attempts.course_id,
        attempts.course_run_id,
        attempts.score_scaled,
        attempts.taken_at,
        row_number() over (
            partition by pairs.pair_id, attempts.learner_id order by attempts.taken_at, attempts.attempt_id
        ) as preference
    from pairs
    inner join attempts
        on pairs.pre_assessment_id = attempts.assessment_id

),

afters as (

    select
        pairs.pair_id,
        attempts.learner_id,
        attempts.score_scaled,
        attempts.taken_at,
        row_number() over (
            partition by pairs.pair_id, attempts.learner_id order by attempts.taken_at desc, attempts.attempt_id desc
        ) as preference
    from pairs
    inner join attempts
        on pairs.post_assessment_id = attempts.assessment_id

)

select
    befores.pair_id,
    befores.learner_id,
    befores.course_id,
    befores.course_run_id,
    befores.score_scaled as pre_score,
    afters.score_scaled as post_score,
    afters.score_scaled - befores.score_scaled as gain,
    -- Of what there was to gain; who knew everything before had nothing to gain.
    case
        when befores.score_scaled < 1
            then (afters.score_scaled - befores.score_scaled) / nullif(1 - befores.score_scaled, 0)
    end as normalized_gain,
    befores.taken_at as pre_taken_at,
    afters.taken_at as post_taken_at
from befores
inner join afters
    on befores.pair_id = afters.pair_id
    and befores.learner_id = afters.learner_id
    and afters.preference = 1
where befores.preference = 1
    and befores.taken_at < afters.taken_at
