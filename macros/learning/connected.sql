{#- Each round carries the smallest label one edge further. After `rounds` rounds, <name>_<rounds> has the smallest
    identifier that each identifier of `edges` reaches over at most that many edges. `edges` (identifier, neighbor) must
    have both directions of each link, and each identifier as its own neighbor. -#}
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

{#- The test linked_identifiers_are_one_learner finds persons who need more links between two identifiers. -#}
{% macro most_links() %}{{ return(8) }}{% endmacro %}
