with pairs as (

    {{ seed_rows('assessment_pairs') }}

)

select
    pair_id,
    pair_name,
    pre_assessment_id,
    post_assessment_id
from pairs
