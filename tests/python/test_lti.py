"""LTI as staged: members, line items and results of the plan; keys, assertions, several contexts, roles."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jwt
import pytest
from compiled import compiled
from conftest import Warehouse
from test_sources import HALFWAY, load, query

from demo.simulator.service import LATER, Request, Response
from demo.simulator.systems.lti import Lti, _key, context_id, guid, line_item_id, shared_run
from demo.simulator.term import Member, Quiz, Term
from loaders.errors import LoadError
from loaders.sources.lti import Settings

SOURCE = "demo_lti"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/membership"
# What platforms may say, and what it means here.
ROLES: dict[str, tuple[list[str], str]] = {
    "word": (["Learner"], "learner"),
    "sub-role": ([f"{LIS}/Learner#GuestLearner"], "learner"),
    "assistant": ([f"{LIS}#Instructor", f"{LIS}/Instructor#TeachingAssistant"], "assistant"),
    "designer": ([f"{LIS}#ContentDeveloper"], "designer"),
    "observer": ([f"{LIS}#Mentor"], "observer"),
    "both": ([f"{LIS}#Learner", f"{LIS}#Instructor"], "teacher"),
    "institution": (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student"], "other"),
}


@pytest.fixture(scope="module")
def members(term: Term) -> list[Member]:
    run = shared_run(term)
    return [member for member in term.members if member.run is run]


@pytest.fixture(scope="module")
def quizzes(term: Term) -> list[Quiz]:
    run = shared_run(term)
    return [quiz for quiz in term.quizzes if quiz.run is run]


@pytest.fixture(scope="module")
def staged(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Loaded in the middle of the term and after it; then a context with every kind of role, its members deleted."""
    warehouse = Warehouse(tmp_path_factory.mktemp("lti"))
    members = [{"user_id": f"case {name}", "status": "Deleted", "roles": roles} for name, (roles, _) in ROLES.items()]
    body = json.dumps({"id": "x", "context": {"id": "roles"}, "members": members}).encode()
    with Lti(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
        (url,) = service.settings()["memberships_urls"].values()
        service.tamper = lambda request, response: (
            Response(200, body, {"Content-Type": response.headers["Content-Type"]})
            if request.path.endswith("names_and_roles")
            else response
        )
        load(service, warehouse.database, memberships_urls={"roles": url})
    compiled().build(warehouse.database, "staging/lti")
    return warehouse


def course(term: Term) -> str:
    return f"course:{SOURCE}|{context_id(shared_run(term))}"


def test_people_are_the_members(staged: Warehouse, members: list[Member]) -> None:
    found = staged.rows("""
        select user_identifier, institutional_id, email, is_email_trusted, person_name, person_role, is_active
        from pii.stg_lti__people where user_identifier not like '%|case %'
        qualify row_number() over (partition by user_identifier order by load_id desc) = 1""")
    expected = []
    for member in members:
        user, is_test = member.user, member.role == "test"
        identifiers = (None, None) if is_test else (user.institutional_id, user.email)
        expected.append(
            (f"user:{SOURCE}|{guid(user)}", *identifiers, False, user.name, "test" if is_test else None, None)
        )
    assert sorted(found, key=str) == sorted(expected, key=str) and len(expected) > 5


@pytest.mark.parametrize("now", [HALFWAY, LATER])
def test_enrollments_as_of_each_load(staged: Warehouse, term: Term, members: list[Member], now: int) -> None:
    found = staged.rows(f"""
        select user_identifier, course_key, role, status from pii.stg_lti__enrollment_versions
        where load_id <= {1 if now == HALFWAY else 2}
        qualify row_number() over (partition by enrollment_key order by load_id desc, record_number desc) = 1""")
    expected = [
        (
            f"user:{SOURCE}|{guid(member.user)}",
            course(term),
            member.role,
            "active" if member.status(now) in ("active", "completed") else "suspended",
        )
        for member in members
        if member.status(now)
    ]
    assert sorted(found) == sorted(expected)
    if now == LATER:
        assert {row[-1] for row in expected} == {"active", "suspended"}


def test_courses_and_line_items(staged: Warehouse, term: Term, quizzes: list[Quiz]) -> None:
    run = shared_run(term)
    assert run
    assert staged.rows(
        "select course_key, run_code, course_code, course_name from staging.stg_lti__courses order by all"
    ) == [
        (course(term), None, run.course_code, run.name),
        (f"course:{SOURCE}|roles", None, None, None),
    ]
    found = staged.rows("""
        select activity_key, course_key, activity_name, activity_kind, points, due_at
        from staging.stg_lti__activities order by all""")
    due = dt.datetime.fromtimestamp(run.ends / 1000, dt.UTC).replace(tzinfo=None)
    assert found == sorted(
        (f"line_item:{SOURCE}|{line_item_id(quiz)}", course(term), quiz.title, "line_item", len(quiz.questions), due)
        for quiz in quizzes
    )


def test_grades_are_the_best_finished_attempts(staged: Warehouse, term: Term, quizzes: list[Quiz]) -> None:
    found = staged.rows("""
        select user_identifier, course_key, activity_key, score_raw, score_max, is_final, graded_at
        from pii.stg_lti__grades""")
    best: dict[tuple[int, str], tuple[Quiz, float | None]] = {}
    for attempt in term.quiz_attempts:
        if attempt.quiz in quizzes:
            key = (attempt.quiz.id, guid(attempt.user))
            scores = [score for score in (attempt.score, best.get(key, (None, None))[1]) if score is not None]
            best[key] = (attempt.quiz, max(scores, default=None))
    expected = []
    for (_, user), (quiz, score) in best.items():
        # For odd quizzes the platform sends the share of 1 without a maximum. An open quiz has neither.
        share = None if score is None else round(score / len(quiz.questions), 6)
        scores = (share, 1.0) if quiz.id % 2 or score is None else (score, float(len(quiz.questions)))
        expected.append(
            (f"user:{SOURCE}|{user}", course(term), f"line_item:{SOURCE}|{line_item_id(quiz)}", *scores, None, None)
        )
    assert sorted(found, key=repr) == sorted(
        expected, key=lambda row: repr((*row[:3], row[3] and float(row[3]), *row[4:]))
    )
    assert len(expected) > 5


def test_each_assertion_is_signed_for_this_platform_and_used_once(term: Term, tmp_path: Path) -> None:
    with Lti(term) as service:
        refused: list[Response] = []

        def twice(request: Request, response: Response) -> Response:
            if request.path.endswith("/token"):
                refused.append(service.answer(request))
            return response

        service.tamper = twice
        load(service, tmp_path / "w.duckdb")
        asked = [request for request in service.requests if request.path.endswith("/token")]
        key = _key(service.secret).public_key()
    # One for the members and one for the grades, with the rights of each.
    assert [request.form["scope"].count("lti-ags") for request in asked] == [0, 2]
    assert {response.status for response in refused} == {400}, "the platform sees an assertion used twice"
    claims = [
        jwt.decode(one.form["client_assertion"], key, ["RS256"], audience=f"{service.url}/login/oauth2/token")
        for one in asked
    ]
    assert len({one["jti"] for one in claims}) == 2
    assert all(one["iss"] == one["sub"] == "10000000000042" and one["exp"] - one["iat"] <= 300 for one in claims)


def test_another_audience_is_refused_where_the_platform_wants_its_own(term: Term, tmp_path: Path) -> None:
    with Lti(term) as service, pytest.raises(LoadError, match="credentials"):
        load(service, tmp_path / "w.duckdb", audience="https://other.example")


@pytest.mark.parametrize("shape", ["no key", "a public key", "escaped line breaks"])
def test_a_key_is_a_private_one_in_pem(term: Term, shape: str, tmp_path: Path) -> None:
    with Lti(term) as service:
        settings = service.settings()
        pem = settings["private_key"]
        if shape == "escaped line breaks":
            service.settings = lambda: {**settings, "private_key": pem.replace("\n", "\\n")}  # type: ignore[method-assign]
            load(service, tmp_path / "w.duckdb")
            return
        wrong = "c2VjcmV0IGtleQ==" if shape == "no key" else pem.replace("PRIVATE", "PUBLIC")
        service.settings = lambda: {**settings, "private_key": wrong}  # type: ignore[method-assign]
        with pytest.raises(LoadError, match="private_key") as refused:
            load(service, tmp_path / "w.duckdb")
    assert len(str(refused.value).splitlines()) == 1 and wrong[:16] not in str(refused.value)


def test_settings_name_a_service() -> None:
    with pytest.raises(ValueError, match="memberships_urls"):
        Settings("https://lms.example/token", "client", "key")


def test_the_same_person_in_two_contexts_is_one(term: Term, tmp_path: Path) -> None:
    with Lti(term) as service:
        (url,) = service.settings()["memberships_urls"].values()
        load(service, tmp_path / "w.duckdb", memberships_urls={"first": url, "second": url})
    (found,) = query(
        tmp_path / "w.duckdb",
        """select count(*), count(distinct payload ->> 'user_id'), count(distinct payload ->> '$._request.context_id')
            from raw_lti.memberships""",
    )
    assert found[0] == 2 * found[1] and found[2] == 2


def test_a_role_is_the_one_that_tells_most(staged: Warehouse) -> None:
    found = staged.rows("""
        select split_part(user_identifier, '|case ', 2), role, status from pii.stg_lti__enrollment_versions
        where user_identifier like '%|case %'""")
    assert sorted(found) == sorted((name, role, "deleted") for name, (_, role) in ROLES.items())
