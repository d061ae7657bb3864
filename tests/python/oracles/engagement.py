"""What really happened beside what the marts of engagement say."""

from __future__ import annotations

from oracles.shared import ENROLLMENTS, LEARNER_DAYS, LEARNER_WEEKS, OBSERVED

COMPARED = {
    # What the university's data set, SCORM Cloud and the first-aid file tell are other runs, without a truth.
    "learner_course_days": (
        f"""
            select person_key, course_id, course_id || '-2026s', day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from {LEARNER_DAYS}
        """,
        """
            select person_key, course_id, course_run_id, date_day, events, sessions, activities, pages,
                item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from engagement.learner_course_days
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "learner_course_weeks": (
        f"""
            select person_key, course_id, course_id || '-2026s', week, active_days, sessions, activities, pages,
                events, item_responses, video_views, attempts, submissions, posts, meetings_attended, 0,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from {LEARNER_WEEKS}
        """,
        """
            select person_key, course_id, course_run_id, week_start_date, active_days, sessions, activities, pages,
                events, item_responses, video_views, attempts, submissions, posts, meetings_attended, clicks,
                round(active_seconds, 3), round(video_played_seconds, 3), round(attended_seconds, 3), is_active,
                is_enrolled
            from engagement.learner_course_weeks
            left join people using (learner_id)
            where course_run_id like '%-2026s'
        """,
    ),
    "course_days": (
        f"""
            with learner_days as (select person_key, course_id, day, is_active, is_enrolled from {LEARNER_DAYS})
            select days.course_id, days.course_id || '-2026s', days.day,
                count(distinct person_key) filter (learner_days.day = days.day and is_enrolled),
                count(distinct person_key) filter (learner_days.day = days.day and is_active) as today,
                count(distinct person_key) filter (learner_days.day >= days.day - 6 and is_active),
                count(distinct person_key) filter (learner_days.day >= days.day - 27 and is_active) as month,
                count(distinct person_key) filter (learner_days.day = days.day and is_active and is_first),
                count(distinct person_key) filter (learner_days.day = days.day and is_active and not is_first),
                case when month > 0 then round(today / month, 6) end
            from (
                select course_id, cast(unnest(generate_series(
                    cast(min(day) as timestamp), cast(max(day) as timestamp), interval 1 day
                )) as date) as day
                from learner_days
                group by all
            ) as days
            join (
                select *, day = min(case when is_active then day end) over (partition by person_key, course_id)
                    as is_first
                from learner_days
            ) as learner_days on learner_days.course_id = days.course_id and learner_days.day <= days.day
            group by all
        """,
        """
            select course_id, course_run_id, date_day, enrolled_learners, daily_active_learners,
                weekly_active_learners, monthly_active_learners, new_learners, returning_learners,
                round(stickiness, 6)
            from engagement.course_days
            where course_run_id like '%-2026s'
        """,
    ),
    "course_weeks": (
        f"""
            select course_id, course_id || '-2026s', week, count(*) filter (is_enrolled),
                count(*) filter (is_active), count(*) filter (is_active and week = first_week),
                count(*) filter (is_active and week > first_week), count(*) filter (is_enrolled and not is_active),
                sum(events), sum(sessions), round(sum(active_seconds), 3)
            from (
                select *, min(case when is_active then week end) over (partition by person_key, course_id)
                    as first_week
                from {LEARNER_WEEKS}
            )
            group by all
        """,
        """
            select course_id, course_run_id, week_start_date, enrolled_learners, active_learners, new_learners,
                returning_learners, idle_learners, events, sessions, round(active_seconds, 3)
            from engagement.course_weeks
            where course_run_id like '%-2026s'
        """,
    ),
    "retention_cohorts": (
        f"""
            with active as (select person_key, course_id, week from {LEARNER_WEEKS} where is_active),
            cohorts as (select person_key, course_id, min(week) as cohort from active group by all)
            select course_id, course_id || '-2026s', cohort, cast(week as date), date_diff('week', cohort, week),
                count(*) as began, count(active.week) as there, round(there / began, 6)
            from cohorts
            join (select course_id, max(week) as last_week from {LEARNER_WEEKS} group by all) using (course_id)
            cross join generate_series(cast(cohort as timestamp), cast(last_week as timestamp), interval 7 day)
                as weeks (week)
            left join active using (person_key, course_id, week)
            group by all
        """,
        """
            select course_id, course_run_id, cohort_week_start_date, week_start_date, weeks_since_start,
                cohort_learners, active_learners, round(retained_share, 6)
            from engagement.retention_cohorts
            where course_run_id like '%-2026s'
        """,
    ),
    # What is told without its time (Moodle, LTI) came about when it was read: after the last day observed.
    "enrollment_days": (
        f"""
            select course_id, course_id || '-2026s', day, system, 'unknown',
                case when day >= cast(changed_at as date) then status else 'unknown' end as status_then, count(*)
            from {ENROLLMENTS}
            cross join (
                select cast(day as date) as day
                from generate_series(timestamp '2025-12-01', cast({OBSERVED} as timestamp), interval 1 day)
                    as days (day)
            )
            where day >= cast(least(starts_at, changed_at) as date)
            group by all
        """,
        """
            select course_id, course_run_id, date_day, source_system, enrollment_mode, status, enrollments
            from engagement.enrollment_days
            where course_run_id like '%-2026s'
        """,
    ),
    "video_engagement": (
        """
            select video_iri, views, viewers, watched_entirely, length_seconds, round(unique_seconds, 3),
                round(played_seconds, 3), round(mean_share, 4)
            from video_engagement
            join (
                select video_iri, count(*) filter (unique_seconds >= 0.95 * length_seconds) as watched_entirely,
                    avg(unique_seconds / length_seconds) as mean_share
                from video_views
                group by all
            ) using (video_iri)
        """,
        """
            select activity_id, views, viewers, views_watched_entirely, length_seconds, round(unique_seconds, 3),
                round(played_seconds, 3), round(mean_share_watched, 4)
            from engagement.video_engagement
        """,
    ),
}
