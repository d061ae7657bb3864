{% macro settings_of_measures() %}
    {%- set settings = [] %}
    {%- for name in ['session_gap_minutes', 'time_zone'] %}
        {%- do settings.append("'" ~ var(name) ~ "'") %}
    {%- endfor %}
    {{ return(settings) }}
{% endmacro %}

{% macro recomputed_by_learner() %}
    {{ return('table' if target.type in ['spark', 'bigquery'] else 'incremental') }}
{% endmacro %}

{% macro learner_changed(changes) -%}
    {%- if is_incremental() -%}
    learner_id in ({{ changed_learners(changes, this) }})
    {%- else -%}
    1 = 1
    {%- endif -%}
{%- endmacro %}

{% macro changed_learners(changes, built) -%}
    select changes.learner_id
    from {{ changes }} as changes
    where changes.change_id > (select coalesce(max(built.change_id), 0) from {{ built }} as built)
{%- endmacro %}

{% macro get_incremental_recompute_learners_sql(arg_dict) %}
    {%- set changes = ref('int_learner_changes') %}
    {%- set built = arg_dict['target_relation'] %}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') %}
    delete from {{ built }}
    where learner_id in ({{ changed_learners(changes, built) }})
        or learner_id not in (select changes.learner_id from {{ changes }} as changes);

    insert into {{ built }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }};
{% endmacro %}
