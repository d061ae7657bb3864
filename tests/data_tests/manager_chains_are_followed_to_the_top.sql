-- What it checks: No reporting line is longer than the number of levels that int_manager_chains follows.
-- When it matters: Always. Otherwise people are missing from the teams of managers further up.
-- How to resolve it: Raise the number of levels in int_manager_chains and build again.
select
    source_id,
    learner_id,
    manager_id,
    steps
from {{ ref('int_manager_chains') }}
where steps >= 11
