with chains as (

    select * from {{ ref('int_manager_chains') }}

)

select
    source_id,
    learner_id,
    manager_id,
    steps
from chains
