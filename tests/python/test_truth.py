"""Every measure of every mart equals what really happened on the simulated campus, value by value."""

from __future__ import annotations

import os

import duckdb
import pytest
from conftest import Warehouse

from loaders.demo.run import run_demo, truth_beside

# What really happened beside what the mart says: two queries that give the same rows, over the truth and over the
# warehouse. Seconds are compared to the millisecond. `people` tells who stands behind a learner_id.
# What systems keep of tests that are not told event by event: TalentLMS the last attempt only, without its beginning;
# Canvas of earlier ones no beginning; the reading tool of one course reports the tests of its LMS once more.
LMS_ATTEMPTS = """(
    select person_key, course_id, host, quiz, day, scaled, ended_at,
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
COMPARED = {
    "fct_learning_events": (
        """
            select coalesce(statement_id, ''), person_key, verb_iri, activity_iri, course_id, event_at
            from events
        """,
        """
            select coalesce(statement_id, ''), person_key, verb_id, activity_id, course_id, event_at
            from core.fct_learning_events
            left join people using (learner_id)
        """,
    ),
    "fct_learning_sessions": (
        """
            select sessions.person_key, started_at, ended_at, event_count, round(duration_seconds, 3),
                count(distinct course_id), count(distinct activity_iri)
            from sessions
            join events on events.person_key = sessions.person_key and event_at between started_at and ended_at
            group by all
        """,
        """
            select person_key, started_at, ended_at, events, round(duration_seconds, 3), courses, activities
            from core.fct_learning_sessions
            left join people using (learner_id)
        """,
    ),
    "dim_learner": (
        """
            select person_key, count(event_at), min(event_at), max(event_at)
            from users left join events using (person_key)
            where role = 'learner'
            group by all
        """,
        """
            select person_key, events, first_event_at, last_event_at
            from core.dim_learner
            left join people using (learner_id)
            where person_key not like '%/guest'
        """,
    ),
    "dim_verb": (
        """
            select verb_iri, count(*), verb_iri not in (select verb_iri from unmapped_verbs)
            from events
            group by all
        """,
        """
            select verb_id, events, is_mapped
            from core.dim_verb
        """,
    ),
    "int_unmapped_verbs": (
        """
            select verb_iri, events
            from unmapped_verbs
        """,
        """
            select verb_id, events
            from intermediate.int_unmapped_verbs
        """,
    ),
    "fct_video_views": (
        """
            select person_key, video_iri, course_id, video_session, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(played_seconds - unique_seconds, 3),
                round(least(unique_seconds / length_seconds, 1), 6), evidence
            from video_views
        """,
        """
            select person_key, activity_id, course_id, video_session_id, started_at, ended_at, length_seconds,
                round(unique_seconds, 3), round(played_seconds, 3), round(repeated_seconds, 3), round(share_watched,
                6), evidence
            from core.fct_video_views
            left join people using (learner_id)
        """,
    ),
    "fct_attempts": (
        """
            select person_key, assessment_iri, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from attempts
        """,
        """
            select person_key, assessment_id, course_id, registration, attempt_number, started_at, ended_at,
                is_completed, is_passed, round(score_scaled, 6), round(score_raw, 6), responses, correct_responses
            from core.fct_attempts
            left join people using (learner_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_attempts of an LMS": (
        f"""
            select person_key, course_id, host, quiz, attempt_number, started_at, ended_at, score,
                round(scaled, 4), correct
            from {LMS_ATTEMPTS}
        """,
        """
            select person_key, course_id, source_system,
                cast(regexp_extract(assessment_id, '[0-9]+$') as bigint),
                attempt_number, started_at, ended_at, case when source_system <> 'talentlms' then score_raw end,
                round(score_scaled, 4), case when source_system <> 'caliper' then correct_responses end
            from core.fct_attempts
            left join people using (learner_id)
            where source_system not in ('xapi', 'scorm')
        """,
    ),
    "fct_item_responses": (
        """
            select statement_id, person_key, item_iri, assessment_iri, course_id, attempt_number, interaction_type,
                is_correct, round(score_scaled, 6)
            from item_responses
        """,
        """
            select response_id, person_key, item_id, assessment_id, responses.course_id, attempt_number,
                interaction_type, is_correct, round(responses.score_scaled, 6)
            from core.fct_item_responses as responses
            left join people using (learner_id)
            join (select attempt_id, attempt_number from core.fct_attempts) using (attempt_id)
            where source_system = 'xapi'
        """,
    ),
    "fct_content_registrations": (
        """
            select person_key, registration, au_iri, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from content_registrations
        """,
        """
            select person_key, registration, unit_id, course_id, sessions, is_launched, is_initialized,
                is_terminated, is_completed, is_passed, is_failed, is_waived, is_abandoned, is_satisfied,
                round(score_scaled, 6), round(duration_seconds, 2), move_on, mastery_score, breaches
            from core.fct_content_registrations
            left join people using (learner_id)
        """,
    ),
    "fct_content_registration_breaches": (
        """
            select person_key, registration, au_iri, cmi5_session, statement_id, rule
            from breaches
        """,
        """
            select person_key, registration, unit_id, cmi5_session_id, event_id, rule
            from core.fct_content_registration_breaches
            left join people using (learner_id)
        """,
    ),
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
    "fct_enrollments": (
        """
            select person_key, course_id, host
            from members
            where role = 'learner' and (host <> 'talentlms' or status <> 'withdrawn')
            union all
            select person_key, course_id, 'oneroster'
            from members
            where role = 'learner'
        """,
        """
            select person_key, course_id, source_system
            from core.fct_enrollments
            left join people using (learner_id)
            where source_system in ('canvas', 'moodle', 'talentlms', 'oneroster')
        """,
    ),
    "fct_submissions": (
        """
            select person_key, course_id, host, submission, submitted_at, score
            from submissions
            where host <> 'talentlms' and submitted_at is not null
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(submission_id, '[0-9]+$') as bigint),
                submitted_at, score_raw
            from core.fct_submissions
            left join people using (learner_id)
            where submitted_at is not null and source_system in ('canvas', 'moodle')
        """,
    ),
    "fct_discussion_posts": (
        """
            select person_key, course_id, host, post, posted_at, words
            from posts
            where host <> 'talentlms'
            union all
            select person_key, course_id, 'caliper', post, posted_at, words
            from posts
            where course_id = 'his-200'
        """,
        """
            select person_key, course_id, source_system, cast(regexp_extract(post_id, '[0-9]+$') as bigint),
                posted_at, words
            from core.fct_discussion_posts
            left join people using (learner_id)
        """,
    ),
    "fct_attendance in Teams": (
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from attendance
            left join users using (person_key)
            where system = 'teams' and coalesce(role, 'guest') in ('learner', 'guest')
        """,
        """
            select person_key, course_id, joined_at, left_at, stays, round(attended_seconds, 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'teams'
        """,
    ),
    "fct_attendance in Zoom": (
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from attendance
            left join users using (person_key)
            where system = 'zoom' and coalesce(role, 'guest') in ('learner', 'guest')
            group by all
        """,
        """
            select person_key, course_id, round(sum(attended_seconds), 3)
            from core.fct_attendance
            left join people using (learner_id)
            where source_system = 'zoom'
            group by all
        """,
    ),
    "fct_grades of courses": (
        """
            select person_key, course_id, score
            from final_grades
        """,
        """
            select person_key, course_id, score_raw
            from core.fct_grades
            left join people using (learner_id)
            where source_system = 'oneroster'
        """,
    ),
    "int_org_memberships": (
        """
            select person_key, department, manager_key, hired_on, left_on
            from employees
        """,
        """
            select people.person_key, org_unit_name, managers.person_key, starts_on, ends_on
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'employee'
        """,
    ),
    "int_manager_chains": (
        """
            with recursive chains as (
                select person_key, manager_key, 1 as steps from employees where manager_key is not null
                union all
                select chains.person_key, employees.manager_key, steps + 1
                from chains join employees on employees.person_key = chains.manager_key
                where employees.manager_key is not null
            )
            select * from chains
        """,
        """
            select people.person_key, managers.person_key, steps
            from intermediate.int_manager_chains
            left join people using (learner_id)
            left join people as managers on managers.learner_id = manager_id
        """,
    ),
    "int_org_memberships of customers": (
        """
            select distinct person_key, account
            from customers
        """,
        """
            select distinct person_key, org_unit_name
            from intermediate.int_org_memberships
            left join people using (learner_id)
            left join intermediate.int_org_units using (org_unit_key)
            where membership_kind = 'customer'
        """,
    ),
    "stg_xapi__rejected_statements": (
        """
            select statement_id, reason
            from rejected
        """,
        """
            select statement_id, rejection_reasons
            from pii.stg_xapi__rejected_statements
        """,
    ),
    "stg_xapi__statements, faults": (
        """
            select statement_id, fault
            from faults
        """,
        """
            select statement_id, faults
            from pii.stg_xapi__statements
            where faults is not null and not is_voided
        """,
    ),
    "stg_xapi__statements, voided": (
        """
            select statement_id
            from voided
        """,
        """
            select statement_id
            from pii.stg_xapi__statements
            where is_voided
        """,
    ),
    "stg_xapi__repeated_statements": (
        """
            select statement_id
            from conflicts
        """,
        """
            select statement_id
            from staging.stg_xapi__repeated_statements
            join raw_xapi.statements using (load_id, record_number)
            group by all
            -- The same statement with its id in capitals is another text, and no conflict of the campus's making.
            having count(distinct replace(cast(payload as varchar), payload ->> 'id', statement_id)) > 1
        """,
    ),
}
SIZES = [int(size) for size in os.environ.get("LEARNING_MARTS_TRUTH_LEARNERS", "200").split(",")]


@pytest.fixture(scope="module", params=SIZES)
def campus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    warehouse = Warehouse(tmp_path_factory.mktemp("campus"))
    run_demo(warehouse.database, request.param, seed=request.param)
    warehouse.build()
    connection = duckdb.connect(str(warehouse.database))
    connection.execute(f"attach '{truth_beside(warehouse.database)}' as truth (read_only)")
    # Learners of the vault beside the people of the truth: exactly one person each, or the join below doubles rows.
    connection.execute(
        """create temp table people as
        select distinct learner_id, person_key from pii.learner_vault
        join truth.main.identifiers using (identifier)"""
    )
    return connection


def test_a_learner_is_one_person_and_a_person_one_learner(campus: duckdb.DuckDBPyConnection) -> None:
    counts = "select count(*), count(distinct learner_id), count(distinct person_key) from people"
    rows, learners, persons = campus.execute(counts).fetchall()[0]
    assert rows == learners == persons > 0
    unknown = """
        select identifier from pii.learner_vault
        where identifier not in (select identifier from truth.identifiers)
            and identifier not like 'user:%' and identifier not like 'registrant:%'
    """
    assert campus.execute(unknown).fetchall() == []
    # Every account of every system has found its person.
    nameless = "select * from core.dim_learner where learner_id not in (select learner_id from people)"
    assert campus.execute(nameless).fetchall() == []


def test_one_learner_has_many_systems(campus: duckdb.DuckDBPyConnection) -> None:
    events = "select count(distinct source_system) as systems from core.fct_learning_events group by learner_id"
    most = campus.execute(f"select max(source_systems), (select max(systems) from ({events})) from core.dim_learner")
    systems, systems_of_events = most.fetchall()[0]
    assert systems >= 9 and systems_of_events >= 2


def test_staff_and_test_users_are_no_learners(campus: duckdb.DuckDBPyConnection) -> None:
    kinds = campus.execute(
        """select role, person_kind, count(*) from truth.users
        join people using (person_key) join intermediate.int_people using (learner_id)
        where role <> 'learner' group by all order by all"""
    ).fetchall()
    assert [(role, kind) for role, kind, _ in kinds] == [
        ("assistant", "staff"),
        ("manager", "staff"),
        ("teacher", "staff"),
        ("test", "test"),
    ]


@pytest.mark.parametrize("mart", COMPARED)
def test_marts_equal_the_truth(mart: str, campus: duckdb.DuckDBPyConnection) -> None:
    truth, marts = COMPARED[mart]
    campus.execute("use truth")
    campus.execute(f"create or replace temp table expected as {truth}")
    campus.execute("use warehouse")
    campus.execute(f"create or replace temp table found as {marts}")
    missing = campus.execute("select * from expected except all select * from found order by all limit 5").fetchall()
    extra = campus.execute("select * from found except all select * from expected order by all limit 5").fetchall()
    total = campus.execute("select count(*) from expected").fetchone()
    assert total and total[0] > 0
    assert (missing, extra) == ([], []), f"{mart}: {total[0]} rows expected; missing, then extra"


def test_no_personal_value_in_any_mart(campus: duckdb.DuckDBPyConnection) -> None:
    schemas = "('core', 'engagement', 'outcomes', 'staging', 'intermediate', 'vocabulary')"
    columns = campus.execute(
        f"""select table_schema || '.' || table_name, column_name from information_schema.columns
        where table_catalog = 'warehouse' and table_schema in {schemas} and data_type in ('VARCHAR', 'JSON')"""
    ).fetchall()
    assert len({table for table, _ in columns}) > 20
    values = campus.execute("select count(*) from truth.pii_values").fetchone()
    assert values and values[0] > 100
    campus.execute("create or replace temp table texts (place varchar, value varchar)")
    for table, column in columns:
        place = f"{table}.{column}"
        campus.execute(f"insert into texts select distinct '{place}', lower(\"{column}\") from {table}")
    found = campus.execute(
        """select distinct place, kind from texts join truth.pii_values as secret
        on contains(texts.value, lower(secret.value))"""
    ).fetchall()
    assert found == []
