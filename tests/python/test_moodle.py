"""Moodle: what is staged is what the campus planned, or what the tables of a real site say; and Moodle's own ways."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import Warehouse, at
from test_sources import HALFWAY, load, query

from demo.simulator.service import LATER, Request, Response, answered
from demo.simulator.study import DAY
from demo.simulator.systems.moodle import Moodle
from demo.simulator.term import Member, Term
from loaders.errors import LoadError
from loaders.landing import load_sources

KINDS = {0: "choice", 1: "true-false", 2: "fill-in", 3: "numeric"}
ROLES = {"learner": "learner", "test": "learner", "teacher": "teacher", "assistant": "assistant"}
STATUSES = {"active": "active", "completed": "active", "withdrawn": "suspended"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_MARTS_RETRY_SECONDS", "0.01")


@pytest.fixture(scope="module")
def staged(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """The campus as it was halfway, then as it was after its end."""
    warehouse = Warehouse(tmp_path_factory.mktemp("moodle"))
    with Moodle(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/moodle")
    return warehouse


@pytest.fixture(scope="module")
def contoso(staged: Warehouse, shared: Path) -> Warehouse:
    """The same with the tables of a real site beside: staging consists of views."""
    land(shared / "oea" / "moodle", staged.database)
    return staged


def land(folder: Path, database: Path) -> None:
    config = database.with_suffix(".tables.yml")
    config.write_text(f"sources:\n  contoso: {{system: moodle, path: '{folder}'}}\n")
    load_sources(config, None, database)


def rows(warehouse: Warehouse, shape: str, columns: str, more: str = "") -> list[tuple[Any, ...]]:
    schema = "staging" if shape in ("activities", "courses", "org_units") else "pii"
    return sorted(
        warehouse.rows(f"select {columns} from {schema}.stg_moodle__{shape} where source_id = 'demo_moodle' {more}"),
        key=repr,
    )


def key(kind: str, identity: object) -> str:
    return f"{kind}:demo_moodle|{identity}"


def members(term: Term) -> list[Member]:
    return [member for member in term.members if member.run.host == "moodle"]


def told_last(member: Member) -> int | None:
    """When a load last saw the learner active: Moodle sends no grade and no completion of suspended learners."""
    return next((now for now in (LATER, HALFWAY) if member.status(now) in ("active", "completed")), None)


def learners(term: Term) -> list[tuple[Member, int]]:
    found = [(member, told_last(member)) for member in members(term) if member.role in ("learner", "test")]
    return [(member, now) for member, now in found if now is not None]


def test_people_and_courses_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    users = {member.user for member in members(term)}
    expected = [(key("user", one.number), one.institutional_id, one.email, one.name, None) for one in users]
    columns = "distinct user_identifier, institutional_id, email, person_name, is_active"
    assert rows(staged, "people", columns) == sorted(expected, key=repr)
    assert rows(staged, "courses", "course_key, run_code, course_name, starts_at, ends_at") == [
        (key("course", run.number), run.code, run.name, at(run.starts), at(run.ends)) for run in term.of_host("moodle")
    ]


def test_enrollments_have_the_states_of_both_loads(staged: Warehouse, term: Term) -> None:
    found: dict[str, list[str]] = {}
    columns = "load_id, enrollment_key, user_identifier, course_key, section_key, role, status"
    last: dict[str, tuple[Any, ...]] = {}
    for _load, enrollment, *rest, status in rows(staged, "enrollment_versions", columns):
        states = found.setdefault(enrollment, [])
        if states[-1:] != [status]:
            states.append(status)
        last[enrollment] = (*rest, status)
    expected: dict[str, list[str]] = {}
    for member in members(term):
        enrollment = key("enrollment", f"{member.run.number}/{member.user.number}")
        states = [STATUSES[now] for when in (HALFWAY, LATER) if (now := member.status(when) or "") in STATUSES]
        expected[enrollment] = list(dict.fromkeys(states))
        section = key("group", member.run.number * 10 + member.section)
        user, course = key("user", member.user.number), key("course", member.run.number)
        assert last[enrollment] == (user, course, section, ROLES[member.role], states[-1])
    assert found == expected
    assert ["active", "suspended"] in found.values() and ["suspended"] in found.values()


def test_activities_are_a_tree_with_points_and_due_dates(staged: Warehouse, term: Term) -> None:
    columns = "activity_key, course_key, parent_activity_key, activity_name, activity_kind, points, due_at"
    found = {row[0]: row[1:] for row in rows(staged, "activities", columns)}
    for one in term.assignments:
        if one.run.host == "moodle":
            section = key("section", one.run.number * 10 + one.id % 100)
            said = (key("course", one.run.number), section, one.title, "assignment", one.points, at(one.due))
            assert found.pop(key("assign", one.id)) == said
    for quiz in term.quizzes:
        if quiz.run.host == "moodle":
            section = key("section", quiz.run.number * 10 + quiz.id % 1000)
            said = (key("course", quiz.run.number), section, quiz.title, "assessment", 10.0, None)
            assert found.pop(key("quiz", quiz.id)) == said
    kinds = Counter(kind for _course, _parent, _name, kind, *_ in found.values())
    # Six sections a course; five parts, one of which is a package with one part of its own; and a forum.
    assert kinds == {"module": 12, "page": 9, "content_unit": 2, "discussion": 2}
    assert found[key("sco", 311)][1] == key("scorm", 31) and found[key("section", 31)][1] is None
    assert all(parent in found for _course, parent, *_ in found.values() if parent)


def test_attempts_and_answers_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    attempts, answers = [], []
    for one in term.quiz_attempts:
        if one.quiz.run.host != "moodle":
            continue
        attempt, user = key("quiz_attempt", one.id), key("user", one.user.number)
        course, quiz = key("course", one.quiz.run.number), key("quiz", one.quiz.id)
        score = None if one.score is None else float(one.score)
        times = (at(one.started), at(one.ended))
        attempts.append(
            (attempt, user, course, quiz, one.number, *times, score, float(len(one.right)), one.ended is not None)
        )
        if one.ended is None:
            continue
        for slot, ((_item, kind), right) in enumerate(zip(one.quiz.questions, one.right, strict=True), start=1):
            item = key("quiz_slot", f"{one.quiz.id}/{slot}")
            mark = None if right is None else float(right)
            answers.append((attempt, user, item, slot, kind, right, mark, 1.0))
    columns = """attempt_key, user_identifier, course_key, activity_key, attempt_number, started_at, ended_at,
        score_raw, score_max, is_completed"""
    assert rows(staged, "attempts", columns) == sorted(attempts, key=repr)
    columns = """attempt_key, user_identifier, item_key, position, interaction_type, is_correct, score_raw, score_max"""
    assert rows(staged, "item_responses", columns) == sorted(answers, key=repr)
    assert {right for *_, right, _mark, _most in answers} == {True, False, None}


def test_submissions_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    expected = []
    for one in term.submissions:
        if one.assignment.run.host != "moodle" or (one.submitted is None and one.id % 3):
            continue
        status = "unsubmitted" if one.submitted is None else "submitted" if one.graded is None else "graded"
        ids = (key("submission", one.id), key("user", one.user.number), key("course", one.assignment.run.number))
        times = (at(one.submitted), at(one.graded), at(one.assignment.due))
        expected.append((*ids, key("assign", one.assignment.id), 1, status, *times, one.score, one.assignment.points))
    columns = """submission_key, user_identifier, course_key, activity_key, attempt_number, status, submitted_at,
        graded_at, due_at, score_raw, score_max"""
    assert rows(staged, "submissions", columns) == sorted(expected, key=repr)
    assert {row[5] for row in expected} == {"unsubmitted", "submitted", "graded"}


def test_grades_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    expected = []
    for member, now in learners(term):
        user, course = key("user", member.user.number), key("course", member.run.number)
        for one in term.submissions:
            if (one.user, one.assignment.run) == (member.user, member.run) and one.graded and one.graded <= now:
                said = (key("assign", one.assignment.id), one.score, one.assignment.points, at(one.graded))
                expected.append((user, course, *said))
        for quiz in term.quizzes:
            tried = [
                (one.score or 0, -one.ended)
                for one in term.quiz_attempts
                if one.quiz is quiz and one.user is member.user and one.ended and one.ended <= now
            ]
            if quiz.run is member.run and tried:
                best, ended = max(tried)
                score = round(10 * best / len(quiz.questions), 5)
                expected.append((user, course, key("quiz", quiz.id), score, 10.0, at(-ended)))
        for grade in term.grades:
            if (grade.user, grade.run) == (member.user, member.run) and grade.at <= now:
                expected.append((user, course, None, grade.score, 100.0, at(grade.at)))
    columns = "user_identifier, course_key, activity_key, score_raw, score_max, graded_at"
    assert rows(staged, "grades", columns) == sorted(expected, key=repr)


def test_completions_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    expected = []
    for member, now in learners(term):
        user, course = key("user", member.user.number), key("course", member.run.number)
        done = next((when for when, what in member.history if what == "completed" and when <= now), None)
        expected.append((user, course, None, done is not None, float(done is not None), at(done)))
        for module in range(1, 6):
            reached = next(
                (
                    one.at
                    for one in term.completions
                    if (one.user, one.run, one.module) == (member.user, member.run, module) and one.at <= now
                ),
                None,
            )
            kind = "scorm" if (member.run.course_code, module) == ("saf-100", 1) else "page"
            part = key(kind, member.run.number * 10 + module)
            expected.append((user, course, part, reached is not None, None, at(reached)))
    columns = "user_identifier, course_key, activity_key, is_completed, progress_share, completed_at"
    assert rows(staged, "completions", columns) == sorted(expected, key=repr)


def test_posts_are_those_of_the_plan(staged: Warehouse, term: Term) -> None:
    expected = []
    for one in term.posts:
        if one.topic.run.host == "moodle":
            ids = (key("post", one.id), key("user", one.user.number), key("course", one.topic.run.number))
            parent = key("post", one.parent or one.topic.id * 10_000_000)
            forum = key("forum", one.topic.run.number)
            expected.append((*ids, forum, parent, at(one.at), len(one.text.split()), False))
    columns = "post_key, user_identifier, course_key, activity_key, parent_post_key, posted_at, words, is_deleted"
    assert rows(staged, "posts", columns, "and parent_post_key is not null") == sorted(expected, key=repr)
    assert len(rows(staged, "posts", columns, "and parent_post_key is null")) == 4


def test_attempts_at_a_package_are_those_of_the_service(staged: Warehouse, term: Term) -> None:
    service = Moodle(term)
    expected = [
        (
            key("user", user),
            key("course", 3),
            key("sco", 311),
            status == "passed",
            score / 100,
            minutes * 60.0,
            at(start),
        )
        for user in {member.user.number for member in members(term)}
        for start, status, score, minutes in service._tries(user)
    ]
    columns = """user_identifier, course_key, activity_key, is_completed, score_scaled, total_seconds, started_at"""
    assert rows(staged, "content_registrations", columns) == sorted(expected, key=repr)
    assert {passed for *_, passed, _score, _seconds, _start in expected} == {True, False}


def test_the_tables_of_a_site_are_staged_whole(contoso: Warehouse) -> None:
    orphans = {
        "people": (640, ["institutional_id", "email", "person_name"]),
        "courses": (87, ["starts_at"]),
        "activities": (524, ["course_key"]),
        "enrollment_versions": (3687, ["user_identifier", "course_key", "role", "status"]),
        "attempts": (6862, ["user_identifier", "course_key", "score_raw", "score_max", "started_at", "ended_at"]),
        "submissions": (3841, ["user_identifier", "course_key", "submitted_at", "due_at"]),
        "grades": (4420 + 1353 + 3676, ["user_identifier", "course_key", "activity_key", "score_raw"]),
        "posts": (1383, ["user_identifier", "course_key", "activity_key", "posted_at", "words"]),
    }
    for shape, (count, needed) in orphans.items():
        schema = "staging" if shape in ("activities", "courses") else "pii"
        missing = ", ".join(f"count(*) - count({column})" for column in needed)
        relation = f"{schema}.stg_moodle__{shape}"
        found = contoso.rows(f"select count(*), {missing} from {relation} where source_id = 'contoso'")
        assert found == [(count, *(0 for _ in needed))], shape
    unknown = """select count(*) from pii.stg_moodle__{} as s anti join pii.stg_moodle__people as p
        using (user_identifier) where s.source_id = 'contoso'"""
    for shape in ("enrollment_versions", "attempts", "submissions", "grades", "posts"):
        assert contoso.rows(unknown.format(shape)) == [(0,)], shape
    graded = "select count(*) from pii.stg_moodle__submissions where source_id = 'contoso' and status = 'graded'"
    assert contoso.rows(graded) == [(2616,)]


def test_a_broken_row_of_a_table_is_rejected_alone(tmp_path: Path) -> None:
    (tmp_path / "mdl_user.csv").write_text('id,username,idnumber\n1,ann,"a,1"\n2,bob,b2,one too many\n3,eve,\n')
    database = tmp_path / "w.duckdb"
    land(tmp_path, database)
    assert query(database, "select payload ->> 'idnumber' from raw_moodle.table_user order by all") == [
        ("a,1",),
        (None,),
    ]
    ((text, _reason),) = query(database, "select payload_text, reason from raw_moodle.rejected")
    assert "one too many" in text
    (tmp_path / "empty").mkdir()
    with pytest.raises(LoadError, match="contains no tables of Moodle"):
        land(tmp_path / "empty", database)


def answering(function: str, response: Response) -> Any:
    def tamper(request: Request, real: Response) -> Response:
        return response if request.query.get("wsfunction") == function else real

    return tamper


def fault(code: str) -> Response:
    return answered({"exception": "moodle_exception", "errorcode": code, "message": "Said\nso"})


@pytest.mark.parametrize(
    ("code", "said"), [("accessexception", "lacks this function"), ("nopermissions", "check what the token's user may")]
)
def test_what_the_token_may_not_do_is_one_line(code: str, said: str, term: Term, tmp_path: Path) -> None:
    function = "mod_quiz_get_user_attempts"
    with Moodle(term) as service:
        service.tamper = answering(function, fault(code))
        with pytest.raises(LoadError) as refused:
            load(service, tmp_path / "w.duckdb")
    text = str(refused.value)
    assert f"{function} answered {code}" in text and said in text and len(text.splitlines()) == 1


def test_a_fault_of_the_database_is_tried_again(term: Term, tmp_path: Path) -> None:
    met: set[str] = set()

    def tamper(request: Request, real: Response) -> Response:
        function = request.query["wsfunction"]
        if function in met:
            return real
        met.add(function)
        return fault("dmlreadexception")

    with Moodle(term) as service:
        service.tamper = tamper
        load(service, tmp_path / "w.duckdb")
    assert len(met) == 20 and query(tmp_path / "w.duckdb", "select count(*) > 0 from raw_moodle.posts") == [(True,)]


def test_a_course_without_criteria_has_no_completion(term: Term, tmp_path: Path) -> None:
    with Moodle(term) as service:
        service.tamper = answering("core_completion_get_course_completion_status", fault("nocriteriaset"))
        load(service, tmp_path / "w.duckdb")
    counts = "select (select count(*) from raw_moodle.course_completions), count(*) > 0 from raw_moodle.grade_items"
    assert query(tmp_path / "w.duckdb", counts) == [(0, True)]


def test_of_a_closed_package_the_last_attempt_is_told(term: Term, tmp_path: Path) -> None:
    class Closed(Moodle):
        def _mod_scorm_get_scorm_attempt_count(self, form: dict[str, str]) -> Any:
            return fault("expired")

        def _mod_scorm_get_scorm_sco_tracks(self, form: dict[str, str]) -> dict[str, Any]:
            tries = len(self._tries(int(form["userid"])))
            if not tries:
                return {"data": {"attempt": 0, "tracks": []}, "warnings": [{"warningcode": "notattempted"}]}
            return super()._mod_scorm_get_scorm_sco_tracks({**form, "attempt": str(tries)})

    with Closed(term) as service:
        load(service, tmp_path / "w.duckdb")
        tried = {user for user in {one.user.number for one in members(term)} if service._tries(user)}
    last = "select count(distinct record_key) from raw_moodle.scorm_tracks where record_key not like '%/0'"
    assert query(tmp_path / "w.duckdb", last) == [(len(tried),)]


def test_a_moodle_that_cannot_ask_for_the_suspended_tells_them_still(term: Term, tmp_path: Path) -> None:
    class Old(Moodle):
        def _core_enrol_get_enrolled_users(self, form: dict[str, str]) -> list[dict[str, Any]]:
            unknown = {name: "unknown" if value == "onlysuspended" else value for name, value in form.items()}
            return super()._core_enrol_get_enrolled_users(unknown)

    with Old(term) as service:
        load(service, tmp_path / "w.duckdb")
    last = """select record_key, payload -> '_request' ->> 'is_active' from raw_moodle.enrollments
        qualify row_number() over (partition by record_key order by load_id desc, record_number desc) = 1"""
    assert dict(query(tmp_path / "w.duckdb", last)) == {
        f"{one.run.number}/{one.user.number}": "false" if one.status(LATER) == "withdrawn" else "true"
        for one in members(term)
    }


def test_a_load_takes_as_many_requests_as_is_said(term: Term, tmp_path: Path) -> None:
    with Moodle(term) as service:
        load(service, tmp_path / "w.duckdb")
        asked = Counter(request.query["wsfunction"] for request in service.requests)
    learners = [member for member in members(term) if member.role in ("learner", "test")]
    packaged = [member for member in learners if member.run.course_code == "saf-100"]
    finished = [one for one in term.quiz_attempts if one.quiz.run.host == "moodle" and one.ended]
    tries = sum(len(service._tries(member.user.number)) for member in packaged)
    # Two courses with three assignments, one forum of two discussions and two quizzes each; one of them has a package.
    of_courses = 2 * (8 + 2 + 3 * 2 + 1 + 1 + 2) + 1
    of_learners = len(learners) * (2 + 2) + len(finished) + len(packaged) + tries
    assert asked.total() == 2 + of_courses + of_learners


def test_an_attempt_is_open_then_ended_or_abandoned(term: Term, tmp_path: Path) -> None:
    left = next(one for one in term.quiz_attempts if one.quiz.run.host == "moodle" and one.ended is None)
    with Moodle(term) as service:
        for service.now in (left.started + DAY, LATER):
            load(service, tmp_path / "w.duckdb")
    states = (
        f"""select payload ->> 'state' from raw_moodle.quiz_attempts where record_key = '{left.id}' order by load_id"""
    )
    assert query(tmp_path / "w.duckdb", states) == [("inprogress",), ("abandoned",)]
