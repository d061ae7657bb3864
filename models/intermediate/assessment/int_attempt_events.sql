-- The events of an assessment and of its questions, each with the attempt it belongs to.
with events as (

    select * from {{ ref('int_learning_events__sessionized') }}

),

relevant as (

    select
        events.*,
        case when activity_kind = 'question' then parent_activity_id else activity_id end as assessment_id
    from events
    where activity_kind = 'assessment'
        or (activity_kind = 'question' and verb_name = 'answered' and parent_activity_id is not null)

),

starts as (

    select
        relevant.*,
        case
            when registration is null and verb_name in ('attempted', 'initialized', 'launched')
                and activity_kind = 'assessment' then 1
            else 0
        end as is_start
    from relevant

),

numbered as (

    select
        starts.*,
        case
            when registration is null then cast(sum(is_start) over (
                partition by learner_id, assessment_id, case when registration is null then 1 else 0 end
                order by event_at, event_id
                rows between unbounded preceding and current row
            ) as {{ dbt.type_string() }})
        end as start_number
    from starts

)

select
    numbered.*,
    first_value(event_id) over (
        partition by learner_id, assessment_id, registration, start_number
        order by event_at, event_id
    ) as attempt_id
from numbered
