-- This mart shows how many learners take part in each discussion, and how fast posts are answered.
with posts as (

    select * from {{ ref('fct_discussion_posts') }}
    where case when {{ is_true('is_deleted') }} then 1 else 0 end = 0
        and course_run_id is not null

),

participations as (

    select * from {{ ref('fct_participations') }}

),

enrollment_counts as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

-- A reply counts even if the author of the post wrote it. A post without replies has no row.
reply_counts as (

    select
        parent_post_id,
        count(*) as replies,
        min(posted_at) as first_replied_at
    from posts
    where parent_post_id is not null
    group by parent_post_id

),

posts_with_replies as (

    select
        posts.*,
        coalesce(reply_counts.replies, 0) as replies,
        {{ milliseconds_between('posts.posted_at', 'reply_counts.first_replied_at') }} / 3600000.0
            as hours_to_first_reply
    from posts
    left join reply_counts
        on posts.post_id = reply_counts.parent_post_id

),

ranked_posts as (

    select
        posts_with_replies.*,
        row_number() over (
            partition by
                course_run_id,
                source_system,
                activity_id,
                case when hours_to_first_reply is null then 0 else 1 end
            order by hours_to_first_reply
        ) as place,
        count(hours_to_first_reply) over (
            partition by course_run_id, source_system, activity_id
        ) as answered_posts
    from posts_with_replies

)

select
    min(ranked_posts.course_id) as course_id,
    ranked_posts.course_run_id,
    ranked_posts.source_system,
    ranked_posts.activity_id,
    count(*) as posts,
    count(case when ranked_posts.parent_post_id is null then 1 end) as threads,
    count(ranked_posts.parent_post_id) as replies,
    count(distinct ranked_posts.learner_id) as contributors,
    {{ share_of('count(distinct ranked_posts.learner_id)', 'min(enrollment_counts.enrolled_learners)') }}
        as contributors_per_enrolled,
    count(case when ranked_posts.replies > 0 then 1 end) as answered_posts,
    {{ exact_mean('ranked_posts.words') }} as mean_words,
    {{ median_of(
        'ranked_posts.hours_to_first_reply', 'ranked_posts.place',
        'case when ranked_posts.hours_to_first_reply is not null then ranked_posts.answered_posts end'
    ) }} as median_hours_to_first_reply,
    min(ranked_posts.posted_date) as first_date,
    max(ranked_posts.posted_date) as last_date
from ranked_posts
left join enrollment_counts
    on ranked_posts.course_run_id = enrollment_counts.course_run_id
group by
    ranked_posts.course_run_id,
    ranked_posts.source_system,
    ranked_posts.activity_id
