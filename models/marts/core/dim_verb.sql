with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

)

select
    verb_id,
    min(verb_name) as verb_name,
    min(verb_class) as verb_class,
    count(*) as events,
    {{ as_boolean('max(case when ' ~ is_true('is_mapped_verb') ~ ' then 1 else 0 end) = 1') }} as is_mapped
from events
group by verb_id
