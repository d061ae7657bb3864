-- What it checks: no package of SCORM Cloud holds activities below the last level that base_scorm__activities follows.
-- When it matters: always; the interactions below would be missing. How to resolve it: raise levels there, build again.
select
    source_id,
    attempt_id,
    activity_id
from {{ ref('base_scorm__activities') }}
where coalesce(deeper_activities, '[]') <> '[]'
