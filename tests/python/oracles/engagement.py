"""What really happened beside what the marts of engagement say."""

from __future__ import annotations

from oracles.shared import LMS_ATTEMPTS

COMPARED = {
    "learner_course_days": (
        f"""
            select person_key, course_id, day, coalesce(events, 0), coalesce(sessions, 0),
                coalesce(round(active_seconds, 3), 0), coalesce(activities, 0),
                coalesce(attempts_started, 0) + coalesce(lms_attempts, 0), coalesce(item_responses, 0),
                coalesce(video_views_started, 0), coalesce(round(video_played_seconds, 3), 0), coalesce(events, 0) >= 3
            from course_days
            full join (
                select person_key, course_id, day, count(*) as lms_attempts
                from {LMS_ATTEMPTS} where day is not null group by all
            ) using (person_key, course_id, day)
        """,
        """
            select person_key, course_id, event_date, events, sessions, round(active_seconds, 3), activities,
                attempts, item_responses, video_views, round(video_played_seconds, 3), is_active
            from engagement.learner_course_days
            left join people using (learner_id)
            where course_id not like 'course:demo_scorm%'
        """,
    ),
    "course_weeks": (
        """
            select course_id, week_start, active_learners, new_learners, events, sessions, round(active_seconds, 3)
            from course_weeks
        """,
        """
            select course_id, week_start_date, active_learners, new_learners, events, sessions,
                round(active_seconds, 3)
            from engagement.course_weeks
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
