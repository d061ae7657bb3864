"""What really happened beside what the marts of outcomes say."""

from __future__ import annotations

from oracles.shared import (
    ALL_ANSWERS,
    ALL_ATTEMPTS,
    FIRST_SCORES,
    LEARNING_DAYS,
    OBSERVED,
    PARTICIPATIONS,
    PROGRESS,
    TREE,
    seed,
)


def _mean(numbers: str) -> str:
    """Of decimals, whose sum is exact: else the last digit of a double decides how a mean of just half is rounded."""
    return f"cast(sum(cast({numbers} as decimal(28, 9))) as double) / nullif(count({numbers}), 0)"


# SCORM Cloud's packages are outside of the campus's plan: what is compared lies in one of its runs.
_OF_THE_CAMPUS = "course_run_id like '%-2026s'"

# As the seeds of the catalog have them.
_BANDS = """(
    values ('A', 1, 0.9, null), ('B', 2, 0.8, 0.9), ('C', 3, 0.7, 0.8), ('D', 4, 0.6, 0.7), ('E', 5, 0.0, 0.6)
) as bands (band, place, least, below)"""
_CREDITS = """(
    values ('bio-110', 6), ('sta-150', 6), ('his-200', 3), ('saf-100', 1), ('led-020', 2)
) as credits (course_id, credits)"""

# What the grade books of Canvas and Moodle say of whole courses. Until the enrollment is concluded, Canvas sends the
# sum of the graded work. Moodle also sends a letter, by the site's own scale, for learners who have not left.
_COURSE_GRADES = """(
    select person_key, course_id,
        case
            when host = 'moodle' and status <> 'withdrawn' and final is not null
                then substr('ABCDF', 1 + cast(least(4, floor((1 - final / 100) * 10)) as integer), 1)
        end as grade_text,
        coalesce(final, case when host = 'canvas' then round(100 * reached / points, 2) end) / 100 as grade_share
    from members
    left join (select person_key, course_id, score as final from final_grades) using (person_key, course_id)
    left join (select person_key, course_id, score as reached, points from graded_work) using (person_key, course_id)
    where role = 'learner' and host in ('canvas', 'moodle')
)"""

# How far learners came, by the system that holds the course, which sends nothing of learners who have left: in Canvas
# by the five modules, in TalentLMS by eleven units (five parts, a workshop, three essays, two tests; the last before
# the end is 99 percent), in Moodle by the word of the teacher.
_COURSE_PROGRESS = f"""(
    select person_key, course_id, case host
            when 'canvas' then coalesce(modules, 0) / 5
            when 'moodle' then (status = 'completed')::int
            else case
                when status = 'completed' then 1
                else least(99, 100 * (coalesce(modules, 0) + coalesce(essays, 0) + coalesce(tests, 0)) // 11) / 100
            end
        end as progress_share,
        if(host = 'canvas', coalesce(modules, 0) = 5, status = 'completed') as is_completed,
        case
            when host <> 'canvas' and status = 'completed' then changed_at
            when host = 'canvas' and modules = 5 then modules.completed_at
        end as completed_at
    from members
    left join (
        select person_key, course_id, count(*) as modules, max(completed_at) as completed_at
        from module_completions group by all
    ) as modules using (person_key, course_id)
    left join (
        select person_key, course_id, count(score) as essays from submissions group by all
    ) using (person_key, course_id)
    left join (
        select person_key, course_id, count(*) filter (is_passed) as tests
        from {ALL_ATTEMPTS} where system = 'talentlms' group by all
    ) using (person_key, course_id)
    where role = 'learner' and status <> 'withdrawn'
)"""

_OUTCOMES = f"""(
    select *, case
            when is_passed then 'passed'
            when not is_passed then 'failed'
            when is_completed then 'completed'
            when enrollment_status = 'withdrawn' then 'withdrawn'
            when is_over then 'unknown'
            when last_active_date is null then 'not_started'
            else 'in_progress'
        end as outcome,
        case when outcome in ('passed', 'completed') then credits else credits * 0 end as credits_earned,
        epoch(completed_at - coalesce(enrolled_at, first_event_at)) / 86400 as days_to_complete
    from (
        select person_key, course_id, enrollment_status, enrolled_at, last_active_date, active_days,
            grade_text, grade_share, score_scaled, is_passed, progress_share,
            coalesce(reached, 0) / items as reached_share, credits,
            cast(ends_at as date) <= {OBSERVED} as is_over,
            list_bool_or([
                outcomes.is_completed, progress.is_completed, if(enrollment_status = 'completed', true, null)
            ]) as is_completed,
            least(outcomes.completed_at, progress.completed_at, taking.completed_at) as completed_at,
            coalesce(days.events, 0) as events, coalesce(happened.sessions, 0) as sessions,
            coalesce(days.active_seconds, 0) as active_seconds, coalesce(days.submissions, 0) as submissions,
            coalesce(days.posts, 0) as posts, coalesce(days.meetings_attended, 0) as meetings_attended,
            coalesce(tried.attempts, 0) as attempts, coalesce(assessments, 0) as assessments,
            coalesce(passed, 0) as passed, mean_best, happened.first_event_at, happened.last_event_at
        from {PARTICIPATIONS} as taking
        left join (select course_id, ends_at from runs) using (course_id)
        left join {_CREDITS} using (course_id)
        left join (
            select person_key, course_id, is_completed, completed_at, is_passed, score_scaled from outcomes
        ) as outcomes using (person_key, course_id)
        left join {_COURSE_PROGRESS} as progress using (person_key, course_id)
        left join {_COURSE_GRADES} using (person_key, course_id)
        left join (select course_id, count(distinct item) as items from {TREE} group by all) using (course_id)
        left join (
            select person_key, course_id, count(*) as reached from {PROGRESS} group by all
        ) using (person_key, course_id)
        left join (
            select person_key, course_id, sum(events) as events, sum(active_seconds) as active_seconds,
                sum(submissions) as submissions, sum(posts) as posts, sum(meetings_attended) as meetings_attended
            from {LEARNING_DAYS} group by all
        ) as days using (person_key, course_id)
        left join (
            select person_key, course_id, count(distinct session) as sessions, min(event_at) as first_event_at,
                max(event_at) as last_event_at
            from events group by all
        ) as happened using (person_key, course_id)
        left join (
            select person_key, course_id, sum(attempts) as attempts, count(*) as assessments,
                count(*) filter (is_passed) as passed, {_mean("best")} as mean_best
            from (
                select person_key, course_id, assessment, count(*) as attempts, max(scaled) as best,
                    bool_or(is_passed) as is_passed
                from {ALL_ATTEMPTS} group by all
            )
            group by all
        ) as tried using (person_key, course_id)
    )
)"""
# Every essay of a run, for whoever was in the run when it was due. Moodle does not report excused learners. TalentLMS
# sends neither when something is due nor when it was handed in, nothing of who left, and a score in percent where it is
# done.
_ASSIGNED = """(
    select person_key, course_id, essay, due_at, case when host <> 'talentlms' then submitted_at end as handed_in,
        host = 'canvas' and coalesce(is_excused, false) as is_excused, host = 'talentlms' and score > 0 as is_done,
        case when host = 'talentlms' then round(100 * score / points, 2) / 100 else score / points end as score_share
    from (
        select distinct course_id, host, submission // 1000000 as essay, points,
            case when host <> 'talentlms' then due_at end as due_at
        from submissions
    )
    join members using (course_id, host)
    left join (
        select person_key, submission // 1000000 as essay, is_excused, submitted_at, score from submissions
    ) using (person_key, essay)
    where role = 'learner' and (
        status <> 'withdrawn' or changed_at > due_at
        or (host <> 'talentlms' and submitted_at is not null) or (host = 'canvas' and is_excused)
    )
)"""
_TIMELINESS = """case
    when is_excused then 'excused'
    when handed_in <= due_at - interval 24 hours then 'early'
    when handed_in <= due_at then 'on_time'
    when handed_in > due_at then 'late'
    when is_done then 'undated'
    -- The last observed day lies after every due time.
    when due_at is not null then 'missing'
    else 'open'
end"""
_SCORED = f"""(
    select person_key, course_id, assessment, scaled as score, coalesce(ended_at, started_at) as taken_at
    from {ALL_ATTEMPTS}
    where scaled is not null
)"""
_GAINS = f"""(
    select pair_id, pair_name, after.person_key, course_id, first.score as pre, last.score as post,
        first.taken_at as pre_at, last.taken_at as post_at
    from {seed("assessment_pairs")}
    join (
        select person_key, assessment, arg_min(struct_pack(score, taken_at), taken_at) as first
        from {_SCORED} group by all
    ) as before on before.assessment = pre_assessment_id
    join (
        select person_key, assessment, course_id, arg_max(struct_pack(score, taken_at), taken_at) as last
        from {_SCORED} group by all
    ) as after on after.assessment = post_assessment_id
    where before.person_key = after.person_key and last.taken_at > first.taken_at
)"""
_IN_PROGRAMS = f"""(
    select program_id, any_value(program_name) as program_name, person_key, any_value(total) as total,
        count(*) as entered, count(*) filter (is_started) as started,
        count(*) filter (outcome in ('passed', 'completed')) as completed,
        case
            when count(completed_at) filter (outcome in ('passed', 'completed')) = any_value(total)
                then max(completed_at)
        end as completed_at
    from {seed("programs")}
    join (select program_id, count(*) as total from {seed("programs")} group by all) using (program_id)
    join {_OUTCOMES} using (course_id)
    left join (
        select person_key, course_id, bool_or(events > 0 or is_active) as is_started from {LEARNING_DAYS} group by all
    ) using (person_key, course_id)
    group by program_id, person_key
)"""
_CERTIFIED = f"""(
    select certification_id, certification_name, person_key, course_id, assigned_to, is_employed,
        coalesce(is_earned, false) as is_earned, cast(earned_at as date) as earned,
        cast(earned_at as date) + to_months(cast(valid_months as integer)) as expires,
        case assigned_to
            when 'everybody' then true
            when 'employees' then is_employed
            when 'enrolled' then coalesce(enrollment_status <> 'withdrawn', false)
        end as is_assigned,
        case
            when is_earned and valid_months is null then 'valid'
            when is_earned and earned_at is null then 'undated'
            when is_earned and expires <= {OBSERVED} then 'expired'
            when is_earned and expires <= {OBSERVED} + 60 then 'expiring'
            when is_earned then 'valid'
            when outcome in ('in_progress', 'not_started') then 'in_progress'
            else 'missing'
        end as status
    from (
        select person_key, coalesce(hired_on <= {OBSERVED} and coalesce(left_on >= {OBSERVED}, true), false)
            as is_employed
        from (
            select distinct person_key from {LEARNING_DAYS}
            union select person_key from users where role = 'learner'
            union select person_key from employees
        )
        left join employees using (person_key)
    )
    cross join {seed("certifications")}
    left join (
        select *, outcome in ('passed', 'completed') as is_earned,
            case when is_earned then completed_at end as earned_at
        from {_OUTCOMES}
    ) using (person_key, course_id)
    where is_assigned or is_earned
)"""

COMPARED = {
    # Of a few learners, alpha has a power of two below its line: six digits may end just on a half, either way.
    "assessment_outcomes": (
        f"""
            select assessment, any_value(course_id), any_value(course_id) || '-2026s', any_value(system),
                count(*), count(distinct person_key), count(*) filter (is_completed),
                round(count(*) / count(distinct person_key), 6), round(avg(is_passed::int), 6),
                round(avg(is_passed::int) filter (attempt_number = 1), 6), count(scaled), round({_mean("scaled")}, 6),
                round(median(scaled), 6), round(min(scaled), 6), round(max(scaled), 6),
                coalesce(any_value(items), 0), coalesce(any_value(takers), 0), round(any_value(alpha), 9)
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
                round(attempts_per_learner, 6), round(pass_rate, 6), round(first_try_pass_rate, 6), scored_attempts,
                round(mean_score, 6), round(median_score, 6), round(lowest_score, 6), round(highest_score, 6),
                reliability_items, reliability_learners, round(cronbach_alpha, 9)
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
                    when takers >= 10 and discrimination < 0.15 then 'low_discrimination'
                end
            from (
                select course_id, course_id || '-2026s', assessment, item, max(interaction_type), count(*),
                    count(distinct person_key), count(is_correct), count(*) filter (is_correct),
                    count(is_correct) filter (attempt_number = 1) as judged_first,
                    round(avg(is_correct::int) filter (attempt_number = 1), 6) as difficulty,
                    coalesce(any_value(takers), 0) as takers, round(any_value(discrimination), 9) as discrimination,
                    round({_mean("seconds")}, 3)
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
                round(discrimination, 9), round(mean_seconds, 3), review_reason
            from outcomes.item_analysis
            where {_OF_THE_CAMPUS}
        """,
    ),
    "item_options": (
        f"""
            select course_id, course_id || '-2026s', assessment, item, response_option, count(*),
                count(distinct person_key), count(*) filter (is_correct),
                round(count(*) / any_value(known), 6)
            from {ALL_ANSWERS}
            join (
                select assessment, item, count(response_option) as known from {ALL_ANSWERS} group by all
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
    "fct_course_results": (
        f"""
            select person_key, course_id, course_id || '-2026s', is_completed, is_passed, round(progress_share, 6),
                round(score_scaled, 6), grade_text, round(grade_share, 6), completed_at
            from {_OUTCOMES}
        """,
        f"""
            select person_key, course_id, course_run_id, is_completed, is_passed, round(progress_share, 6),
                round(score_scaled, 6), grade_text, round(grade_share, 6), completed_at
            from core.fct_course_results
            left join people using (learner_id)
            where {_OF_THE_CAMPUS}
        """,
    ),
    "learner_course_outcomes": (
        f"""
            select person_key, course_id, course_id || '-2026s', enrollment_status, outcome, grade_text,
                round(grade_share, 6), round(score_scaled, 6), credits_earned, round(progress_share, 6),
                round(reached_share, 6), is_completed, is_passed, enrolled_at, completed_at,
                round(days_to_complete, 6), events, sessions, active_days,
                round(active_seconds, 3), attempts, assessments, passed, round(mean_best, 6), submissions, posts,
                meetings_attended, 0, first_event_at, last_event_at
            from {_OUTCOMES}
        """,
        f"""
            select person_key, course_id, course_run_id, enrollment_status, outcome, grade_text,
                round(grade_share, 6), round(score_scaled, 6), credits_earned, round(progress_share, 6),
                round(reached_share, 6), is_completed, is_passed, enrolled_at, completed_at,
                round(days_to_complete, 6), events, sessions, active_days,
                round(active_seconds, 3), attempts, assessments_attempted, assessments_passed,
                round(mean_best_score, 6), submissions, posts, meetings_attended, clicks, first_event_at,
                last_event_at
            from outcomes.learner_course_outcomes
            left join people using (learner_id)
            where {_OF_THE_CAMPUS}
        """,
    ),
    "course_outcomes": (
        f"""
            select course_id, course_id || '-2026s', count(*), count(enrollment_status),
                count(*) filter (outcome = 'passed'), count(*) filter (outcome = 'failed'),
                count(*) filter (outcome = 'completed'), count(*) filter (outcome = 'withdrawn'),
                count(*) filter (outcome = 'in_progress'), count(*) filter (outcome = 'not_started'),
                count(*) filter (outcome = 'unknown'),
                round(avg(coalesce(is_completed, false)::int) filter (enrollment_status is not null), 6),
                round(avg((outcome = 'passed')::int) filter (outcome in ('passed', 'failed')), 6),
                round(avg((enrollment_status = 'withdrawn')::int), 6), count(grade_share),
                round({_mean("grade_share")}, 6), round(median(grade_share), 6), round(min(grade_share), 6),
                round(max(grade_share), 6), round(median(days_to_complete), 6), coalesce(sum(credits_earned), 0)
            from {_OUTCOMES}
            group by all
        """,
        f"""
            select course_id, course_run_id, learners, enrolled_learners, passed_learners, failed_learners,
                completed_learners, withdrawn_learners, in_progress_learners, not_started_learners, unknown_learners,
                round(completion_rate, 6), round(pass_rate, 6), round(withdrawal_rate, 6), graded_learners,
                round(mean_grade_share, 6), round(median_grade_share, 6), round(lowest_grade_share, 6),
                round(highest_grade_share, 6), round(median_days_to_complete, 6), credits_earned
            from outcomes.course_outcomes
            where {_OF_THE_CAMPUS}
        """,
    ),
    "course_grade_distribution": (
        f"""
            select course_id, course_id || '-2026s', band, place, count(*) filter (grade_share >= least
                and (grade_share < below or below is null)) as learners,
                round(learners / count(*), 6)
            from {_OUTCOMES}
            cross join {_BANDS}
            where grade_share is not null
            group by all
        """,
        f"""
            select course_id, course_run_id, grade_band, position, learners, round(learners_share, 6)
            from outcomes.course_grade_distribution
            where {_OF_THE_CAMPUS}
        """,
    ),
    "dim_grade_band": (
        f"""
            select band, place, least, below
            from {_BANDS}
        """,
        """
            select grade_band, position, from_share, below_share
            from core.dim_grade_band
        """,
    ),
    "learner_assignments": (
        f"""
            select person_key, course_id, course_id || '-2026s', essay, due_at, cast(handed_in is not null as integer),
                handed_in, handed_in, round(epoch(due_at - handed_in) / 3600, 6), {_TIMELINESS}, round(score_share, 6)
            from {_ASSIGNED}
        """,
        """
            select person_key, course_id, course_run_id, cast(regexp_extract(activity_id, '[0-9]+$') as bigint),
                due_at, submissions, first_submitted_at, last_submitted_at, round(hours_before_due, 6), timeliness,
                round(score_share, 6)
            from outcomes.learner_assignments
            left join people using (learner_id)
            -- The university's data set has assessments of its own.
            where course_run_id like '%-2026s'
        """,
    ),
    "assignment_timeliness": (
        f"""
            select course_id, any_value(run_code), essay, any_value(name) || ': essay ' || any_value(essay % 100),
                max(due_at), count(*),
                count(*) filter (timeliness = 'early'), count(*) filter (timeliness = 'on_time'),
                count(*) filter (timeliness = 'late'), count(*) filter (timeliness = 'missing'),
                count(*) filter (timeliness = 'excused'), count(*) filter (timeliness = 'open'),
                count(*) filter (timeliness = 'undated'),
                -- Every system that sends due times sends some learner's work.
                0,
                round(avg(cast(timeliness in ('early', 'on_time') as integer))
                    filter (timeliness in ('early', 'on_time', 'late', 'missing')), 6),
                round(median(epoch(due_at - handed_in) / 3600), 6), round({_mean("score_share")}, 6)
            from (select *, {_TIMELINESS} as timeliness from {_ASSIGNED})
            join runs using (course_id)
            group by all
        """,
        """
            select course_id, course_run_id, cast(regexp_extract(activity_id, '[0-9]+$') as bigint), assignment_name,
                due_at, learners, early_learners, on_time_learners, late_learners, missing_learners,
                excused_learners, open_learners, undated_learners, unknown_learners, round(on_time_rate, 6),
                round(median_hours_before_due, 6), round(mean_score_share, 6)
            from outcomes.assignment_timeliness
            where course_run_id like '%-2026s'
        """,
    ),
    "learner_learning_gains": (
        f"""
            select pair_id, person_key, course_id, course_id || '-2026s', round(pre, 6), round(post, 6),
                round(post - pre, 6), case when pre < 1 then round((post - pre) / (1 - pre), 6) end, pre_at, post_at
            from {_GAINS}
        """,
        """
            select pair_id, person_key, course_id, course_run_id, round(pre_score, 6), round(post_score, 6),
                round(gain, 6), round(normalized_gain, 6), pre_taken_at, post_taken_at
            from outcomes.learner_learning_gains
            left join people using (learner_id)
        """,
    ),
    "course_learning_gains": (
        f"""
            select pair_id, any_value(pair_name), any_value(course_id), any_value(course_id) || '-2026s', count(*),
                count(*) filter (post > pre), round({_mean("pre")}, 6), round({_mean("post")}, 6),
                round({_mean("(post - pre)")}, 6), round({_mean("normalized")}, 6),
                case when avg(pre) < 1 then round((avg(post) - avg(pre)) / (1 - avg(pre)), 6) end
            from (select *, case when pre < 1 then (post - pre) / (1 - pre) end as normalized from {_GAINS})
            group by pair_id
        """,
        """
            select pair_id, pair_name, course_id, course_run_id, learners, learners_who_gained,
                round(mean_pre_score, 6), round(mean_post_score, 6), round(mean_gain, 6),
                round(mean_normalized_gain, 6), round(class_normalized_gain, 6)
            from outcomes.course_learning_gains
        """,
    ),
    "learner_programs": (
        f"""
            select program_id, person_key, total, entered, started, completed, round(completed / total, 6),
                completed = total, completed_at
            from {_IN_PROGRAMS}
        """,
        """
            select program_id, person_key, program_courses, entered_courses, started_courses, completed_courses,
                round(completed_share, 6), is_completed, completed_at
            from outcomes.learner_programs
            left join people using (learner_id)
        """,
    ),
    "program_funnel": (
        f"""
            select *, round(learners / lag(learners) over (partition by program_id order by position), 6),
                round(learners / first(learners) over (partition by program_id order by position), 6)
            from (
                select program_id, any_value(program_name), stage, position, count(*) filter (reached[position])
                    as learners
                from (
                    select *, [true, started > 0, completed > 0, 2 * completed >= total, completed = total] as reached
                    from {_IN_PROGRAMS}
                )
                cross join (
                    select unnest(['entered', 'started', 'completed_first', 'completed_half', 'completed_all'])
                        as stage, unnest([1, 2, 3, 4, 5]) as position
                )
                group by all
            )
        """,
        """
            select program_id, program_name, stage, position, learners, round(rate_from_stage_before, 6),
                round(rate_from_entry, 6)
            from outcomes.program_funnel
        """,
    ),
    "learner_certifications": (
        f"""
            select certification_id, person_key, course_id, is_assigned, earned, expires, status
            from {_CERTIFIED}
        """,
        """
            select certification_id, person_key, course_id, is_assigned, certified_date, expires_date,
                certification_status
            from outcomes.learner_certifications
            left join people using (learner_id)
        """,
    ),
    "certification_compliance": (
        f"""
            select certification_id, certification_name, unit, count(*), count(*) filter (status = 'valid'),
                count(*) filter (status = 'expiring'), count(*) filter (status = 'expired'),
                count(*) filter (status = 'undated'), count(*) filter (status = 'in_progress'),
                count(*) filter (status = 'missing'),
                round(avg(cast(status in ('valid', 'expiring') as integer)), 6)
            from (
                select *, 'everybody' as unit from {_CERTIFIED}
                union all
                select certified.*, department from {_CERTIFIED} as certified join employees using (person_key)
                where is_employed
            )
            where is_assigned
            group by all
        """,
        """
            select certification_id, certification_name, coalesce(org_unit_name, org_unit_id), assigned_learners,
                valid_learners, expiring_learners, expired_learners, undated_learners, in_progress_learners,
                missing_learners, round(compliance_rate, 6)
            from outcomes.certification_compliance
            left join core.dim_org_unit using (org_unit_id)
        """,
    ),
}
