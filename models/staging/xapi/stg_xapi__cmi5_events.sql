with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}

)

select
    statement_id,
    cmi5_session_id,
    cmi5_move_on,
    cmi5_mastery_score
from statements
where rejection_reasons is null
    and cmi5_session_id is not null
