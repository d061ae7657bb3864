"""What really happened beside what the marts of content say."""

from __future__ import annotations

from oracles.shared import VISITS

COMPARED = {
    "activity_transitions": (
        f"""
            with entered as (
                select *, coalesce(item <> lag(item) over next_one, true) as is_entered,
                    lag(item) over next_one as previous, lag(event_at) over next_one as left_at
                from {VISITS}
                window next_one as (partition by person_key, course_id, session order by event_at)
            ),
            moves as (
                select course_id, previous, item, person_key, date_diff('millisecond', left_at, event_at) as gap
                from entered
                where is_entered and previous is not null
            )
            select course_id, course_id || '-2026s', previous, item, times, people,
                round(times / sum(times) over (partition by course_id, previous), 6), round(gap / 1000, 6)
            from (
                select course_id, previous, item, count(*) as times, count(distinct person_key) as people,
                    median(gap) as gap
                from moves
                group by all
            )
        """,
        """
            select course_id, course_run_id, from_activity_id, to_activity_id, transitions, learners,
                round(share_of_departures, 6), round(median_gap_seconds, 6)
            from content.activity_transitions
        """,
    ),
}
