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
            with reaching as (
                select person_key, video_iri, start_seconds, end_seconds, coalesce(max(end_seconds) over (
                        partition by person_key, video_iri order by start_seconds, end_seconds
                        rows between unbounded preceding and 1 preceding
                    ), 0) as reached
                from plays
            ),
            by_viewer as (
                -- Seconds of the video that a learner has played in any viewing session.
                select person_key, video_iri, any_value(length_seconds) as length_seconds,
                    coalesce(any_value(played), 0) as seconds
                from video_views
                left join (
                    select person_key, video_iri,
                        sum(greatest(end_seconds - greatest(start_seconds, reached), 0)) as played
                    from reaching
                    group by all
                ) using (person_key, video_iri)
                group by person_key, video_iri
            )
            select course_id, course_id || '-2026s', video_iri, count(*), count(distinct person_key),
                count(*) filter (unique_seconds >= 0.95 * length_seconds),
                any_value(reached), any_value(length_seconds), round(sum(unique_seconds), 3),
                round(sum(played_seconds), 3), round(sum(played_seconds) - sum(unique_seconds), 3),
                round(avg(unique_seconds / length_seconds), 9), round(any_value(mean_share), 9)
            from video_views
            join (
                select video_iri, count(*) filter (seconds >= 0.95 * length_seconds) as reached,
                    avg(seconds / length_seconds) as mean_share
                from by_viewer
                group by all
            ) using (video_iri)
            group by all
        """,
        """
            select course_id, course_run_id, activity_id, views, viewers, views_watched_entirely,
                viewers_watched_entirely, length_seconds, round(unique_seconds, 3), round(played_seconds, 3),
                round(repeated_seconds, 3), round(mean_share_watched, 9), round(mean_share_watched_by_viewer, 9)
            from engagement.video_engagement
        """,
    ),
    "video_seconds": (
        """
            with seen as (
                select person_key, video_iri, video_session, second
                from plays, unnest(range(cast(floor(start_seconds) as bigint), cast(ceil(end_seconds) as bigint)))
                    as seconds (second)
                where second + 0.5 >= start_seconds and second + 0.5 < end_seconds
            ),
            counted as (
                select video_iri, second, count(distinct person_key) as viewers,
                    count(distinct (person_key, video_session)) as views, count(*) as plays
                from seen
                group by all
            ),
            left_at as (
                select video_iri, second, count(*) as viewers
                from (select person_key, video_iri, max(second) as second from seen group by all)
                group by all
            ),
            viewed as (
                select video_iri, count(distinct person_key) as viewers, max(length_seconds) as length_seconds
                from video_views
                group by all
            ),
            moments as (
                select video_iri, viewers as everybody, unnest(range(cast(ceil(length_seconds) as bigint))) as second
                from viewed
            )
            select video_iri, second, coalesce(counted.viewers, 0), coalesce(views, 0), coalesce(plays, 0),
                coalesce(left_at.viewers, 0), round(coalesce(counted.viewers, 0) / everybody, 6),
                round(coalesce(sum(left_at.viewers) over (
                    partition by video_iri order by second rows between current row and unbounded following
                ), 0) / everybody, 6)
            from moments
            left join counted using (video_iri, second)
            left join left_at using (video_iri, second)
        """,
        """
            select activity_id, second_number, viewers, views, plays, furthest_viewers, round(viewers_share, 6),
                round(retained_share, 6)
            from engagement.video_seconds
        """,
    ),
}
