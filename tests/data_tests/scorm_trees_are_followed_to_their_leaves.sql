-- What it checks: No SCORM Cloud package contains activities below the last level that base_scorm__activities follows.
-- When it matters: Always. Otherwise the interactions of these activities are missing.
-- How to resolve it: Raise the number of levels in base_scorm__activities and build again.
select
    source_id,
    attempt_id,
    activity_id
from {{ ref('base_scorm__activities') }}
where coalesce(deeper_activities, '[]') <> '[]'
