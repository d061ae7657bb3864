{#- The columns are cast to the types that models rely on, because the seed of an organization may have other types.
    var('seeds') names the seeds that replace those of this package. -#}
{% macro seed_rows(name) %}
    {%- set columns = seed_columns()[name] %}
    {%- set own = var('seeds').get(name) %}
    select
        {%- for column, type in columns.items() %}
        cast({{ own or name }}.{{ column }} as {{ {'string': dbt.type_string(), 'float': double_type(), 'bigint': dbt.type_bigint()}[type] }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    {#- The reference includes the project, because a flag decides in which project dbt looks for a bare name first. #}
    from {{ ref(project_name, own) if own else ref(name) }} as {{ own or name }}
{% endmacro %}

{% macro seed_columns() %}
    {{ return({
        'account_home_pages': {'home_page': 'string', 'names_are': 'string'},
        'assessment_pairs': {
            'pair_id': 'string', 'pair_name': 'string', 'pre_assessment_id': 'string', 'post_assessment_id': 'string',
        },
        'certifications': {
            'certification_id': 'string', 'certification_name': 'string', 'course_id': 'string',
            'valid_months': 'bigint', 'assigned_to': 'string',
        },
        'course_codes': {'native_course': 'string', 'run_code': 'string', 'course_code': 'string'},
        'course_credits': {'course_id': 'string', 'credits': 'float'},
        'grade_bands': {'grade_band': 'string', 'position': 'bigint', 'from_share': 'float'},
        'programs': {
            'program_id': 'string', 'program_name': 'string', 'position': 'bigint', 'course_id': 'string',
        },
        'test_users': {'institutional_id': 'string', 'note': 'string'},
    }) }}
{% endmacro %}
