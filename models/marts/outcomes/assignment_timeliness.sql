{% set states = ['early', 'on_time', 'late', 'missing', 'excused', 'open', 'undated', 'unknown'] %}

with learner_assignments as (

    select * from {{ ref('learner_assignments') }}

),

activities as (

    select * from {{ ref('dim_activity') }}

),

ranked_assignments as (

    select
        learner_assignments.*,
        row_number() over (
            partition by course_run_id, activity_id, case when hours_before_due is null then 1 else 0 end
            order by hours_before_due
        ) as place,
        count(hours_before_due) over (partition by course_run_id, activity_id) as timed
    from learner_assignments

),

assignment_totals as (

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
    from ranked_assignments
    group by
        course_run_id,
        activity_id

)

select
    assignment_totals.course_id,
    assignment_totals.course_run_id,
    assignment_totals.activity_id,
    activities.activity_name as assignment_name,
    assignment_totals.due_at,
    assignment_totals.learners,
    {% for state in states -%}
    assignment_totals.{{ state }}_learners,
    {% endfor -%}
    {{ share_of(
        'assignment_totals.early_learners + assignment_totals.on_time_learners',
        'assignment_totals.early_learners + assignment_totals.on_time_learners'
            ~ ' + assignment_totals.late_learners + assignment_totals.missing_learners'
    ) }} as on_time_rate,
    assignment_totals.median_hours_before_due,
    assignment_totals.mean_score_share
from assignment_totals
left join activities
    on assignment_totals.activity_id = activities.activity_id
