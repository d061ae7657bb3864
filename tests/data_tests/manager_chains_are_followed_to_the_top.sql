-- What it checks: no reporting line is longer than the levels that int_manager_chains follows.
-- When it matters: always; managers further up would miss people in their teams.
-- How to resolve it: raise the number of levels in int_manager_chains and build again.
select
    source_id,
    learner_id,
    manager_id,
    steps
from {{ ref('int_manager_chains') }}
where steps >= 11
