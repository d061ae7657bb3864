"""What really happened beside what the marts of outcomes say."""

from __future__ import annotations

from oracles.shared import LMS_ATTEMPTS

COMPARED = {
    "learner_course_outcomes": (
        f"""
            select person_key, course_id, first_event_at, last_event_at, coalesce(active_days, 0),
                coalesce(events, 0), coalesce(sessions, 0), coalesce(round(active_seconds, 3), 0),
                coalesce(tried.attempts, 0), coalesce(assessments, 0), coalesce(passed, 0),
                round(mean_best, 3), is_completed, completed_at, is_passed, round(score_scaled, 6)
            from outcomes
            full join (
                select person_key, course_id, sum(attempts) as attempts, count(*) as assessments,
                    avg(best) as mean_best,
                    count(*) filter (is_passed) as passed
                from (
                    select person_key, course_id, assessment, count(*) as attempts, max(score) as best,
                        coalesce(bool_or(is_passed), false) as is_passed
                    from (
                        select person_key, course_id, assessment_iri as assessment, score_scaled as score, is_passed
                        from attempts
                        union all
                        select person_key, course_id, host || quiz, scaled, is_passed from {LMS_ATTEMPTS}
                    )
                    group by all
                )
                group by all
            ) as tried using (person_key, course_id)
        """,
        """
            select person_key, course_id, first_event_at, last_event_at, active_days, events, sessions,
                round(active_seconds, 3), attempts, assessments_attempted, assessments_passed,
                round(mean_best_score, 3), is_completed, completed_at, is_passed, round(score_scaled, 6)
            from outcomes.learner_course_outcomes
            left join people using (learner_id)
            where course_id not like 'course:demo_scorm%'
        """,
    ),
}
