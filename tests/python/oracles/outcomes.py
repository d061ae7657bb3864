"""What really happened beside what the marts of outcomes say."""

from __future__ import annotations

from oracles.shared import ALL_ANSWERS, ALL_ATTEMPTS, FIRST_SCORES, LMS_ATTEMPTS

# SCORM Cloud's packages are outside of the campus's plan: what is compared lies in one of its runs.
_OF_THE_CAMPUS = "course_run_id like '%-2026s'"

COMPARED = {
    "assessment_outcomes": (
        f"""
            select assessment, any_value(course_id), any_value(course_id) || '-2026s', any_value(system),
                count(*), count(distinct person_key), count(*) filter (is_completed),
                round(count(*) / count(distinct person_key), 6), round(avg(is_passed::int), 6),
                round(avg(is_passed::int) filter (attempt_number = 1), 6), count(scaled), round(avg(scaled), 6),
                round(median(scaled), 6), round(min(scaled), 6), round(max(scaled), 6),
                coalesce(any_value(items), 0), coalesce(any_value(takers), 0), round(any_value(alpha), 6)
            from {ALL_ATTEMPTS}
            left join (
                select assessment, any_value(items) as items, any_value(takers) as takers,
                    case
                        when any_value(items) > 1 and any_value(spread) > 0
                            then any_value(items) / (any_value(items) - 1) * (1 - sum(variance) / any_value(spread))
                    end as alpha
                from (
                    select assessment, item, count(*) as takers, var_pop(score) as variance
                    from {FIRST_SCORES} group by all
                )
                join (select assessment, count(distinct item) as items from {FIRST_SCORES} group by all)
                    using (assessment)
                join (
                    select assessment, var_pop(total) as spread
                    from (select assessment, person_key, sum(score) as total from {FIRST_SCORES} group by all)
                    group by all
                ) using (assessment)
                group by all
            ) using (assessment)
            group by assessment
        """,
        f"""
            select assessment_id, course_id, course_run_id, source_system, attempts, learners, completed_attempts,
                round(attempts_per_learner, 6), round(pass_rate, 6), round(first_try_share, 6), scored_attempts,
                round(mean_score, 6), round(median_score, 6), round(lowest_score, 6), round(highest_score, 6),
                reliability_items, reliability_learners, round(cronbach_alpha, 6)
            from outcomes.assessment_outcomes
            where {_OF_THE_CAMPUS}
        """,
    ),
    "assessment_score_bands": (
        f"""
            select course_id, course_id || '-2026s', assessment, band, band / 10, count(*), count(distinct person_key)
            from {ALL_ATTEMPTS}
            cross join (
                select unnest(range(10)) as band
            )
            where (scaled >= band / 10 or band = 0) and (scaled < (band + 1) / 10 or band = 9)
            group by all
        """,
        f"""
            select course_id, course_run_id, assessment_id, score_band, from_score, attempts, learners
            from outcomes.assessment_score_bands
            where {_OF_THE_CAMPUS}
        """,
    ),
    "item_analysis": (
        f"""
            select *, case
                    when judged_first >= 10 and difficulty < 0.2 then 'too_hard'
                    when judged_first >= 10 and difficulty > 0.95 then 'too_easy'
                    when takers >= 10 and discrimination < 0.15 then 'tells_little_apart'
                end
            from (
                select course_id, course_id || '-2026s', assessment, item, max(interaction_type), count(*),
                    count(distinct person_key), count(is_correct), count(*) filter (is_correct),
                    count(is_correct) filter (attempt_number = 1) as judged_first,
                    round(avg(is_correct::int) filter (attempt_number = 1), 6) as difficulty,
                    coalesce(any_value(takers), 0) as takers, round(any_value(discrimination), 6) as discrimination,
                    round(avg(seconds), 3)
                from {ALL_ANSWERS}
                left join (
                    select assessment, item, count(*) as takers,
                        case when var_pop(score) > 0 and var_pop(others) > 0 then corr(score, others) end
                            as discrimination
                    from (
                        select one.assessment, one.item, one.person_key, any_value(one.score) as score,
                            coalesce(sum(other.score), 0) as others
                        from {FIRST_SCORES} as one
                        left join {FIRST_SCORES} as other
                            on other.assessment = one.assessment and other.person_key = one.person_key
                                and other.item <> one.item
                        group by all
                    )
                    group by all
                ) using (assessment, item)
                group by all
            )
        """,
        f"""
            select course_id, course_run_id, assessment_id, item_id, interaction_type, responses, learners,
                judged_responses, correct_responses, judged_first_responses, round(difficulty, 6), compared_learners,
                round(discrimination, 6), round(mean_seconds, 3), review_reason
            from outcomes.item_analysis
            where {_OF_THE_CAMPUS}
        """,
    ),
    "item_options": (
        f"""
            select course_id, course_id || '-2026s', assessment, item, response_option, count(*),
                count(distinct person_key), count(*) filter (is_correct),
                round(count(*) / any_value(told), 6)
            from {ALL_ANSWERS}
            join (
                select assessment, item, count(response_option) as told from {ALL_ANSWERS} group by all
            ) using (assessment, item)
            where response_option is not null
            group by all
        """,
        f"""
            select course_id, course_run_id, assessment_id, item_id, response_option, responses, learners,
                correct_responses, round(responses_share, 6)
            from outcomes.item_options
            where {_OF_THE_CAMPUS}
        """,
    ),
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
