with posts as (

    select * from {{ ref('int_posts') }}

),

learners as (

    select * from {{ ref('dim_learner') }}

)

select
    posts.post_key as post_id,
    posts.source_system,
    posts.source_id,
    posts.learner_id,
    posts.course_id,
    posts.course_run_id,
    posts.activity_key as activity_id,
    posts.parent_post_key as parent_post_id,
    posts.words,
    posts.is_deleted,
    posts.posted_at,
    {{ local_date('posts.posted_at') }} as posted_date
from posts
inner join learners
    on posts.learner_id = learners.learner_id
