"""What really happened beside what the marts of content say."""

from __future__ import annotations

from oracles.shared import ALL_ANSWERS, FIRST_SCORES, PARTICIPATIONS, PROGRESS, TOUCHES, TREE, VISITS

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
    "activity_effectiveness": (
        f"""
            with contents as (
                select course_id, item, section, kind from {TREE} where item = activity_iri
            ),
            last_days as (
                select person_key, course_id, max(day) as day
                from (
                    select person_key, course_id, last_active_date as day from {PARTICIPATIONS}
                    union all
                    select person_key, course_id, last_day from {PROGRESS}
                )
                group by all
            ),
            came as (
                select course_id, item, count(*) as learners, count(enrollment_status) as enrolled,
                    median(active_seconds) filter (active_seconds > 0) as seconds,
                    avg(is_completed::int) as completed,
                    count(*) filter (enrollment_status is distinct from 'completed' and exists (
                        select 1 from {TOUCHES} as touches
                        where touches.person_key = progress.person_key and touches.item = progress.item
                            and touches.day = last_days.day
                    )) as dropped_off
                from {PROGRESS} as progress
                join {PARTICIPATIONS} using (person_key, course_id)
                join last_days using (person_key, course_id)
                group by all
            ),
            everybody as (
                select course_id, count(enrollment_status) as learners from {PARTICIPATIONS} group by all
            ),
            asked as (
                select assessment, count(*) as items, avg(difficulty) as difficulty,
                    avg(discrimination) as discrimination,
                    count(*) filter (
                        (judged >= 10 and (difficulty < 0.2 or difficulty > 0.95))
                        or (takers >= 10 and discrimination < 0.15)
                    ) as to_review
                from (
                    select assessment, item, count(is_correct) as judged, avg(is_correct::int) as difficulty
                    from (
                        select assessment, item, if(attempt_number = 1, is_correct, null) as is_correct
                        from {ALL_ANSWERS}
                    )
                    group by all
                )
                left join (
                    select assessment, item, count(*) as takers, case
                            when var_pop(score) > 0 and var_pop(others) > 0 then corr(score, others)
                        end as discrimination
                    from (
                        select *, sum(score) over (partition by assessment, person_key) - score as others
                        from {FIRST_SCORES}
                    )
                    group by all
                ) using (assessment, item)
                group by all
            )
            select course_id, course_id || '-2026s', item, kind, section, coalesce(came.learners, 0),
                round(coalesce(enrolled, 0) / everybody.learners, 6), round(seconds, 6), round(completed, 6),
                coalesce(dropped_off, 0), round(dropped_off / came.learners, 6), coalesce(items, 0),
                round(difficulty, 7), round(discrimination, 7), coalesce(to_review, 0)
            from contents
            join everybody using (course_id)
            left join came using (course_id, item)
            left join asked on assessment = item
        """,
        """
            -- The campus's plan covers six runs.
            select course_id, course_run_id, activity_id, activity_kind, section_id, learners, round(reach, 6),
                round(median_active_seconds, 6), round(completion_rate, 6), dropped_off_learners,
                round(drop_off_rate, 6), items, round(mean_item_difficulty, 7), round(mean_item_discrimination, 7),
                items_to_review
            from content.activity_effectiveness
            where course_run_id like '%-2026s'
        """,
    ),
}
