-- What it checks: Each engagement mart adds up to the numbers in core, and its parts add up to their whole.
-- When it matters: Always. A row is a total that differs between two models.
-- How to resolve it: Group both sides by course run and day until few rows differ. People who only teach a run have
-- rows in core, but not in the marts, so all totals here count participations only.
{% set days, weeks = ref('learner_course_days'), ref('learner_course_weeks') %}
{% set learning_days = ref('fct_learning_days') %}
{% set learning = learning_days ~ ' as days inner join ' ~ ref('fct_participations') ~ ' as participations on '
    ~ 'days.learner_id = participations.learner_id and days.course_run_id = participations.course_run_id' %}
{% set visits = ref('fct_activity_visits') ~ ' as visits inner join ' ~ ref('fct_participations')
    ~ ' as participations on visits.learner_id = participations.learner_id'
    ~ ' and visits.course_run_id = participations.course_run_id' %}
{% set pairs = [] %}
{% for measure in [
    'events', 'item_responses', 'video_views', 'attempts', 'submissions', 'posts', 'meetings_attended', 'clicks',
    'active_seconds', 'video_played_seconds', 'attended_seconds',
] %}
{% do pairs.append(('days: ' ~ measure, learning, 'sum(' ~ measure ~ ')', days, 'sum(' ~ measure ~ ')')) %}
{% do pairs.append(('weeks: ' ~ measure, days, 'sum(' ~ measure ~ ')', weeks, 'sum(' ~ measure ~ ')')) %}
{% endfor %}
{% set active = "sum(case when " ~ is_true('is_active') ~ " then 1 else 0 end)" %}
{% set enrolled = "sum(case when " ~ is_true('is_enrolled') ~ " then 1 else 0 end)" %}
{% do pairs.extend([
    ('core: events of days', ref('fct_activity_visits'),
        'sum(case when course_run_id is not null then events else 0 end)', learning_days, 'sum(events)'),
    ('core: clicks of days', ref('fct_daily_clicks'),
        'sum(case when course_run_id is not null then clicks else 0 end)', learning_days, 'sum(clicks)'),
    ('core: attempts of days', ref('fct_attempts'),
        'count(case when course_run_id is not null then started_date end)', learning_days, 'sum(attempts)'),
    ('core: submissions of days', ref('fct_submissions'),
        'count(case when course_run_id is not null then submitted_date end)', learning_days, 'sum(submissions)'),
    ('core: video views of days', ref('fct_video_views'),
        'count(course_run_id)', learning_days, 'sum(video_views)'),
    ('course_days: active', days, active, ref('course_days'), 'sum(daily_active_learners)'),
    ('course_days: enrolled', days, enrolled, ref('course_days'), 'sum(enrolled_learners)'),
    ('course_days: new', ref('fct_participations'), 'count(case when active_days > 0 then 1 end)',
        ref('course_days'), 'sum(new_learners)'),
    ('course_weeks: active', weeks, active, ref('course_weeks'), 'sum(active_learners)'),
    ('course_weeks: enrolled', weeks, enrolled, ref('course_weeks'), 'sum(enrolled_learners)'),
    ('course_weeks: events', weeks, 'sum(events)', ref('course_weeks'), 'sum(events)'),
    ('course_weeks: sessions', weeks, 'sum(sessions)', ref('course_weeks'), 'sum(sessions)'),
    ('retention: active', weeks, active, ref('retention_cohorts'), 'sum(active_learners)'),
    ('retention: cohorts', ref('course_weeks'), 'sum(new_learners)',
        ref('retention_cohorts'), 'sum(case when weeks_since_start = 0 then cohort_learners else 0 end)'),
    ('activity_days: events', visits, 'sum(case when activity_id is not null then events else 0 end)',
        ref('activity_days'), 'sum(events)'),
    ('activity_engagement: events', ref('activity_days'), 'sum(events)', ref('activity_engagement'), 'sum(events)'),
    ('activity_engagement: downloads', ref('activity_days'), 'sum(downloads)',
        ref('activity_engagement'), 'sum(downloads)'),
    ('activity_engagement: daily views', ref('activity_days'), 'sum(learners)',
        ref('activity_engagement'), 'sum(unique_daily_views)'),
    ('section_engagement: learners', ref('learner_sections'), 'count(*)',
        ref('section_engagement'), 'sum(learners_reached_all + learners_reached_some + learners_reached_none)'),
    ('section_engagement: seconds', ref('learner_sections'), 'sum(active_seconds)',
        ref('section_engagement'), 'sum(active_seconds)'),
    ('video_engagement: views', ref('fct_video_views'), 'count(*)', ref('video_engagement'), 'sum(views)'),
    ('video_engagement: played', ref('fct_video_views'), 'sum(played_seconds)',
        ref('video_engagement'), 'sum(unique_seconds + repeated_seconds)'),
    ('discussion_engagement: posts', ref('fct_discussion_posts'),
        'count(case when ' ~ is_true('is_deleted') ~ ' then null when course_run_id is not null then 1 end)',
        ref('discussion_engagement'), 'sum(threads + replies)'),
    ('meeting_attendance: attendees', ref('fct_attendance'),
        'count(case when meeting_date is not null and not ' ~ is_true('is_host') ~ ' then 1 end)',
        ref('meeting_attendance'), 'sum(attendees)'),
    ('learner_attendance: days', ref('learner_course_attendance'), 'sum(class_days)',
        ref('learner_attendance'), 'sum(attended_days + missed_days)'),
]) %}
{{ totals_that_differ(pairs) }}
