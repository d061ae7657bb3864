{#- This is a table, so that millions of records are parsed once per build and not in every query. -#}
{{ config(enabled=uses('oulad'), schema='pii', materialized='table') }}

with click_records as (

    {{ all_records('oulad', 'student_vle', [
        ['code_module', ['code_module'], 'text'],
        ['code_presentation', ['code_presentation'], 'text'],
        ['id_student', ['id_student'], 'text'],
        ['id_site', ['id_site'], 'text'],
        ['click_day', ['date'], 'bigint'],
        ['sum_click', ['sum_click'], 'bigint'],
    ]) }}

),

-- Records are ranked without their JSON, which takes a third of the time and less memory.
ranked_click_records as (

    select
        source_id,
        code_module,
        code_presentation,
        id_student,
        id_site,
        click_day,
        sum_click,
        row_number() over (
            partition by source_id, record_key order by load_id desc, record_number desc
        ) as preference
    from click_records

),

courses as (

    select * from {{ ref('stg_oulad__courses') }}

),

daily_clicks as (

    select
        source_id,
        code_module,
        code_presentation,
        id_student,
        id_site,
        click_day,
        sum(sum_click) as clicks
    from ranked_click_records
    where preference = 1 and id_student is not null
    group by source_id, code_module, code_presentation, id_student, id_site, click_day

),

run_clicks as (

    select
        daily_clicks.*,
        {{ dbt.concat(['code_module', "'-'", 'code_presentation']) }} as run_code
    from daily_clicks

)

select
    run_clicks.source_id,
    {{ entity_key('user', 'id_student', 'run_clicks') }} as user_identifier,
    {{ entity_key('course', 'run_code', 'run_clicks') }} as course_key,
    {{ entity_key('site', 'id_site', 'run_clicks') }} as activity_key,
    cast({{ dbt.dateadd('day', 'cast(run_clicks.click_day as integer)', 'courses.starts_at') }} as date) as click_date,
    cast(run_clicks.clicks as bigint) as clicks
from run_clicks
left join courses
    on run_clicks.source_id = courses.source_id
    and run_clicks.run_code = courses.run_code
