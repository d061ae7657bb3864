{% set stages = [
    ('entered', 'entered_courses > 0'),
    ('started', 'started_courses > 0'),
    ('completed_first', 'completed_courses > 0'),
    ('completed_half', 'completed_courses * 2 >= program_courses'),
    ('completed_all', 'completed_courses = program_courses'),
] %}

with programs as (

    select
        program_id,
        min(program_name) as program_name
    from {{ ref('dim_program_course') }}
    group by program_id

),

learner_programs as (

    select * from {{ ref('learner_programs') }}

),

stage_totals as (

    {% for name, condition in stages -%}
    select
        program_id,
        '{{ name }}' as stage,
        {{ loop.index }} as position,
        count(case when {{ condition }} then 1 end) as learners
    from learner_programs
    group by program_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

stage_comparisons as (

    select
        stage_totals.*,
        lag(learners) over (partition by program_id order by position) as learners_before,
        first_value(learners) over (
            partition by program_id order by position rows between unbounded preceding and current row
        ) as learners_at_first
    from stage_totals

)

select
    stage_comparisons.program_id,
    programs.program_name,
    stage_comparisons.stage,
    cast(stage_comparisons.position as {{ dbt.type_bigint() }}) as position,
    stage_comparisons.learners,
    {{ share_of('stage_comparisons.learners', 'stage_comparisons.learners_before') }} as rate_from_stage_before,
    {{ share_of('stage_comparisons.learners', 'stage_comparisons.learners_at_first') }} as rate_from_entry
from stage_comparisons
inner join programs
    on stage_comparisons.program_id = programs.program_id
