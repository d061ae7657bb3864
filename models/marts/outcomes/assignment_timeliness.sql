{% set states = ['early', 'on_time', 'late', 'missing', 'excused', 'open', 'undated', 'unknown'] %}

with assignments as (

    select * from {{ ref('learner_assignments') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

placed as (

    select
        assignments.*,
        row_number() over (
            partition by course_run_id, activity_id, case when hours_before_due is null then 1 else 0 end
            order by hours_before_due
        ) as place,
        count(hours_before_due) over (partition by course_run_id, activity_id) as timed
    from assignments

),

counted as (

    select
        min(course_id) as course_id,
        course_run_id,
        activity_id,
        max(due_at) as due_at,
        count(*) as learners,
        {% for state in states -%}
        count(case when timeliness = '{{ state }}' then 1 end) as {{ state }}_learners,
        {% endfor -%}
        {{ median_of('hours_before_due', 'place', 'case when hours_before_due is not null then timed end') }}
            as median_hours_before_due,
        {{ exact_mean('score_share') }} as mean_score_share
    from placed
    group by
        course_run_id,
        activity_id

)

select
    counted.course_id,
    counted.course_run_id,
    counted.activity_id,
    activities.activity_name as assignment_name,
    counted.due_at,
    counted.learners,
    {% for state in states -%}
    counted.{{ state }}_learners,
    {% endfor -%}
    {{ share_of(
        'counted.early_learners + counted.on_time_learners',
        'counted.early_learners + counted.on_time_learners + counted.late_learners + counted.missing_learners'
    ) }} as on_time_share,
    counted.median_hours_before_due,
    counted.mean_score_share
from counted
left join activities
    on counted.activity_id = activities.activity_id
