{#- The models of record stores (xapi) and of links between people (identity) are always built. -#}
{% macro known_systems() %}
    {{ return([
        'bamboohr', 'caliper', 'canvas', 'cmi5', 'files', 'identity', 'lti', 'moodle', 'oneroster', 'oulad',
        'salesforce', 'scorm', 'talentlms', 'teams', 'xapi', 'zoom',
    ]) }}
{% endmacro %}

{#- var('systems') comes before the environment variable LEARNING_MARTS_SYSTEMS. The default is all systems. -#}
{% macro chosen_systems() %}
    {%- set chosen = var('systems') or env_var('LEARNING_MARTS_SYSTEMS', 'all') %}
    {%- set names = chosen.split(',') if chosen is string else chosen %}
    {%- set systems = [] %}
    {%- for name in names | map('trim') | reject('equalto', '') %}
        {%- if name == 'all' %}
            {%- do systems.extend(known_systems()) %}
        {%- elif name in known_systems() %}
            {%- do systems.append(name) %}
        {%- else %}
            {{- exceptions.raise_compiler_error(
                "systems: '" ~ name ~ "' is unknown; write some of " ~ known_systems() | join(', ')
                ~ ", or all. A system of your own belongs under own_systems."
            ) }}
        {%- endif %}
    {%- endfor %}
    {{ return(systems) }}
{% endmacro %}

{% macro uses(system) %}
    {{ return(system in chosen_systems()) }}
{% endmacro %}

{#- A project that uses this package adds systems of its own by var('own_systems'), {<system>: [<shape>, ...]}. They
    need not be among the known systems. -#}
{% macro systems_of(shape, systems) %}
    {%- set found = systems | select('in', chosen_systems()) | list %}
    {%- for system, shapes in var('own_systems').items() if shape in shapes %}
        {%- do found.append(system) %}
    {%- endfor %}
    {{ return(found) }}
{% endmacro %}

{% macro staged(system, shape) %}
    {%- set model = 'stg_' ~ system ~ '__' ~ shape %}
    {{ return(ref(project_name, model) if system in var('own_systems') else ref(model)) }}
{% endmacro %}
