{#- What it checks: every node of a tree has a depth if its parent has one.
    When it matters: always. A row found here lies below the last level that the model follows, and so it belongs to no
    section, unit or team.
    How to resolve it: raise the number of levels in the model. -#}
{% test reaches_every_child(model, key, parent, depth) %}

select
    children.{{ key }},
    parents.{{ depth }} as parent_depth
from {{ model }} as children
inner join {{ model }} as parents
    on children.{{ parent }} = parents.{{ key }}
where children.{{ depth }} is null
    and parents.{{ depth }} is not null

{% endtest %}
