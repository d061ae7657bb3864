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

learners as (

    select * from {{ ref('learner_programs') }}

),

stages as (

    {% for name, condition in stages -%}
    select
        program_id,
        '{{ name }}' as stage,
        {{ loop.index }} as position,
        count(case when {{ condition }} then 1 end) as learners
    from learners
    group by program_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

compared as (

    select
        stages.*,
        lag(learners) over (partition by program_id order by position) as learners_before,
        first_value(learners) over (
            partition by program_id order by position rows between unbounded preceding and current row
        ) as learners_at_first
    from stages

)

select
    compared.program_id,
    programs.program_name,
    compared.stage,
    cast(compared.position as {{ dbt.type_bigint() }}) as position,
    compared.learners,
    {{ share_of('compared.learners', 'compared.learners_before') }} as share_of_stage_before,
    {{ share_of('compared.learners', 'compared.learners_at_first') }} as share_of_entered
from compared
inner join programs
    on compared.program_id = programs.program_id
