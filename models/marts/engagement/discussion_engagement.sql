with posts as (

    select * from {{ ref('fct_discussion_posts') }}
    where case when {{ is_true('is_deleted') }} then 1 else 0 end = 0
        and course_run_id is not null

),

participations as (

    select * from {{ ref('fct_participations') }}

),

enrolled as (

    select
        course_run_id,
        count(enrollment_status) as enrolled_learners
    from participations
    group by course_run_id

),

-- A reply counts whoever wrote it; what nobody answered has none.
replies as (

    select
        parent_post_id,
        count(*) as replies,
        min(posted_at) as first_replied_at
    from posts
    where parent_post_id is not null
    group by parent_post_id

),

answered as (

    select
        posts.*,
        coalesce(replies.replies, 0) as replies,
        {{ milliseconds_between('posts.posted_at', 'replies.first_replied_at') }} / 3600000.0 as hours_to_first_reply
    from posts
    left join replies
        on posts.post_id = replies.parent_post_id

),

placed as (

    select
        answered.*,
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
    from answered

)

select
    min(placed.course_id) as course_id,
    placed.course_run_id,
    placed.source_system,
    placed.activity_id,
    count(*) as posts,
    count(case when placed.parent_post_id is null then 1 end) as threads,
    count(placed.parent_post_id) as replies,
    count(distinct placed.learner_id) as contributors,
    {{ share_of('count(distinct placed.learner_id)', 'min(enrolled.enrolled_learners)') }} as contributors_per_enrolled,
    count(case when placed.replies > 0 then 1 end) as answered_posts,
    {{ exact_mean('placed.words') }} as mean_words,
    {{ median_of(
        'placed.hours_to_first_reply', 'placed.place',
        'case when placed.hours_to_first_reply is not null then placed.answered_posts end'
    ) }} as median_hours_to_first_reply,
    min(placed.posted_date) as first_date,
    max(placed.posted_date) as last_date
from placed
left join enrolled
    on placed.course_run_id = enrolled.course_run_id
group by
    placed.course_run_id,
    placed.source_system,
    placed.activity_id
