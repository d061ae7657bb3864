{{ config(materialized='table') }}

select
    learner_id,
    max(load_id) as load_id
from {{ ref('int_learning_events') }}
group by 1
