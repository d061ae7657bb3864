-- This mart counts the learners of each course run who have reached all, some or none of each section.
with learner_sections as (

    select * from {{ ref('learner_sections') }}

)

select
    min(course_id) as course_id,
    course_run_id,
    section_id,
    min(depth) as depth,
    min(content_items) as content_items,
    count(*) as learners,
    count(case when reached = 'all' then 1 end) as learners_reached_all,
    count(case when reached = 'some' then 1 end) as learners_reached_some,
    count(case when reached = 'none' then 1 end) as learners_reached_none,
    {{ exact_mean('reached_share') }} as mean_reached_share,
    {{ exact_sum('active_seconds') }} as active_seconds
from learner_sections
group by
    course_run_id,
    section_id
