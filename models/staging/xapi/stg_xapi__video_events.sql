with statements as (

    select * from {{ ref('base_xapi__chosen_statements') }}

)

select
    statement_id,
    video_session_id,
    video_played_segments,
    video_length_seconds,
    video_time,
    video_time_from,
    video_time_to
from statements
where rejection_reasons is null
    and video_session_id is not null
