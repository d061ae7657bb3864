{#- In an incremental run, the learners whose events changed since this model was last built.
    Models that use it have strategy recompute_learners: all rows of those learners are replaced. -#}
{% macro learner_changed(learner_id='learner_id') -%}
    {#- Named outside the condition, so that dbt knows at parse time what the strategy below reads. -#}
    {%- set changed = changed_learners(this) -%}
    {%- do ref('learner_vault') -%}
    {%- if is_incremental() -%}
    {{ learner_id }} in ({{ changed }})
    {%- else -%}
    true
    {%- endif -%}
{%- endmacro %}

{% macro changed_learners(target) -%}
    select changes.learner_id
    from {{ ref('int_learner_changes') }} as changes
    where changes.load_id > (select coalesce(max(built.load_id), 0) from {{ target }} as built)
{%- endmacro %}

{#- Deletes every row of a changed learner, and of a learner whose token was merged into another,
    before the new rows go in: a learner whose last event was voided must leave no row behind. -#}
{% macro get_incremental_recompute_learners_sql(arg_dict) %}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') %}
    delete from {{ arg_dict['target_relation'] }}
    where learner_id in ({{ changed_learners(arg_dict['target_relation']) }})
        or learner_id not in (select vault.learner_id from {{ ref('learner_vault') }} as vault);

    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }};
{% endmacro %}
