{#- CTEs that give every identifier of `edges` (identifier, neighbor; both directions, and each its own neighbor) the
    least identifier that it reaches over at most `rounds` edges: <name>_<rounds> holds identifier and label. -#}
{% macro connected(name, edges, rounds) %}
{{ name }}_0 as (

    select distinct
        identifier,
        identifier as label
    from {{ edges }}

),
{% for round in range(rounds) %}
{{ name }}_{{ round + 1 }} as (

    select
        edges.identifier,
        min({{ name }}_{{ round }}.label) as label
    from {{ edges }} as edges
    inner join {{ name }}_{{ round }}
        on edges.neighbor = {{ name }}_{{ round }}.identifier
    group by edges.identifier

),
{% endfor %}
{% endmacro %}

{#- How many links may lie between two identifiers of one person. The test linked_identifiers_are_one_learner finds
    whoever needs more. -#}
{% macro most_links() %}{{ return(8) }}{% endmacro %}
