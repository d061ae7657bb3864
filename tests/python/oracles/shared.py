"""What several oracles read of the truth."""

from __future__ import annotations

# What systems keep of tests that are not told event by event: TalentLMS the last attempt only, without its beginning;
# Canvas of earlier ones no beginning; the reading tool of one course reports the tests of its LMS once more.
LMS_ATTEMPTS = """(
    select attempt, person_key, course_id, host, quiz, day, scaled, ended_at,
        case when host = 'talentlms' then 1 else attempt_number end as attempt_number,
        case when host = 'talentlms' then null else score end as score,
        case when ended_at is not null or host = 'caliper' then answers end as answers,
        case when ended_at is not null and host <> 'caliper' then correct end as correct,
        started_at, is_passed
    from (
        select *, attempt // 10000000 as quiz, case
                when host = 'talentlms' then round(100.0 * score / points, 2) / 100 else score / points
            end as scaled,
            case
                when host <> 'talentlms' and (host <> 'canvas' or is_last) then attempt_started
            end as started_at,
            cast(coalesce(started_at, ended_at) as date) as day,
            case when host = 'talentlms' then score / points >= 0.5 end as is_passed
        from (
            select * exclude (started_at), started_at as attempt_started,
                attempt_number = max(case when host <> 'talentlms' or ended_at is not null then attempt_number end)
                    over (partition by host, attempt // 10) as is_last
            from (
                select quiz_attempts.* from quiz_attempts
                left join members using (person_key, course_id, host)
                where host <> 'talentlms' or status <> 'withdrawn'
                union all select * replace ('caliper' as host) from quiz_attempts where course_id = 'his-200'
            )
        )
    )
    where host <> 'talentlms' or is_last
)"""

# Every attempt at any test, under the name that its system gives the test.
ALL_ATTEMPTS = f"""(
    select 'xapi' as system, assessment_iri as assessment, course_id, person_key, attempt_number, is_completed,
        is_passed, score_scaled as scaled, started_at, ended_at, null as attempt
    from attempts
    union all
    select host, case
            when host = 'caliper' then 'https://reader.campus.example/quizzes/' || quiz
            when host = 'talentlms' then 'unit:demo_talentlms|' || quiz
            else 'quiz:demo_' || host || '|' || quiz
        end, course_id, person_key, attempt_number, ended_at is not null, is_passed, scaled, started_at, ended_at,
        attempt
    from {LMS_ATTEMPTS}
)"""

# Every answer to a question of any test. What was left is an answer where a system judges it: Canvas and TalentLMS
# take it for wrong, Moodle's judgment is that there is none. Canvas and Moodle show no answers before an attempt ends.
# Only statements and Canvas tell which answer was chosen; the reading tool tells the kind of an answer by three of
# its four types, and never whether it was right.
ALL_ANSWERS = f"""(
    select assessment_iri as assessment, item_iri as item, course_id, person_key, attempt_number, interaction_type,
        is_correct, response_option, seconds
    from item_responses
    union all
    select assessment, case system
            when 'canvas' then 'quiz_question:demo_canvas|' || question
            -- Moodle does not tell a question's id.
            when 'moodle' then 'quiz_slot:demo_moodle|' || attempt // 10000000 || '/' || position
            when 'talentlms' then 'question:demo_talentlms|' || question
            else assessment || '/items/' || question
        end, course_id, person_key, attempt_number, case
            when system = 'caliper' then (['choice', 'true-false', 'fill-in', null])[1 + (position - 1) % 4]
            when system = 'talentlms' and kind = 'true-false' then 'choice'
            when system = 'talentlms' and kind = 'numeric' then 'long-fill-in'
            else kind
        end, case
            when system in ('canvas', 'talentlms') then coalesce(is_correct, false)
            when system = 'moodle' then is_correct
        end, case
            when system = 'canvas' and kind in ('choice', 'true-false')
                then cast(question * 10 + is_correct::int as varchar)
        end, case when system = 'caliper' then 15.0 end
    from {ALL_ATTEMPTS}
    join quiz_answers using (attempt)
    where (is_correct is not null or system in ('canvas', 'talentlms'))
        and (ended_at is not null or system = 'caliper')
)"""

# Right or wrong (1 or 0) in first attempts with a judged answer to every question that has one in any first attempt.
FIRST_SCORES = f"""(
    select assessment, item, person_key, is_correct::int as score
    from {ALL_ANSWERS}
    join (
        select assessment, count(distinct item) as items
        from {ALL_ANSWERS} where is_correct is not null and attempt_number = 1 group by all
    ) using (assessment)
    where attempt_number = 1 and is_correct is not null
    qualify count(distinct item) over (partition by assessment, person_key) = items
)"""
