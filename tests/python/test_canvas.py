"""Canvas: the campus's plan, recorded answers of the API, and a university's exported tables, staged value by value."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from compiled import compiled
from conftest import Answer, Warehouse, send
from test_sources import HALFWAY, counts, load

from demo.simulator.browsing import course_id
from demo.simulator.service import LATER, Request, Response, iso
from demo.simulator.systems.canvas import Canvas, enrollment_state, user_id
from demo.simulator.term import Member, Term
from loaders.api import Api
from loaders.errors import LoadError
from loaders.http import Gone
from loaders.landing import load_sources
from loaders.pages import split, with_request

# The loader's own addresses, others that give records of the same kind, and what recorded Link headers call next pages.
COURSE, ONE = r"courses/(?P<course_id>\d+)", r"(/\d+)?"
ENDPOINTS = (
    ("terms", rf"accounts/\d+/terms{ONE}"),
    ("accounts", r"accounts(/\d+(/sub_accounts)?|/sis_account_id:.+)?"),
    ("courses", r"accounts/\d+/courses|courses/?|courses/(\d+|sis_course_id:.+)"),
    ("users", r"accounts/\d+/users|users/(\d+|self|sis_user_id:.+)|courses/\d+/(search_users|users/\d+)"),
    ("sections", rf"{COURSE}/sections{ONE}|sections/(\d+|sis_section_id:.+)"),
    ("enrollments", rf"{COURSE}/(list_)?enrollments|(accounts|sections|users)/\d+/(list_)?enrollments{ONE}"),
    ("modules", rf"{COURSE}/(list_)?modules{ONE}"),
    ("module_items", rf"{COURSE}/modules/(?P<module_id>\d+)/items(/\d+|/list_module_items)?"),
    ("assignments", rf"(users/\d+/)?{COURSE}/(list_|assignment_groups/\d+/)?assignments{ONE}"),
    ("submissions", rf"({COURSE}|sections/\d+)/(students|assignments/\d+)/submissions{ONE}"),
    ("quizzes", rf"{COURSE}/(list_)?quizzes{ONE}"),
    ("quiz_questions", rf"{COURSE}/quizzes/(?P<quiz_id>\d+)/questions{ONE}"),
    ("quiz_submissions", rf"{COURSE}/quizzes/(?P<quiz_id>\d+)/submissions{ONE}"),
    ("discussion_topics", rf"{COURSE}/discussion_topics{ONE}"),
    (
        "discussion_entries",
        rf"{COURSE}/discussion_topics/(?P<topic_id>\d+)/(entry_list|entries(/(?P<entry_id>\d+)/replies)?)",
    ),
    ("page_views", r"users/(?P<user_id>\d+)/page_views"),
)
KEYS = {"terms": "enrollment_terms", "quiz_submissions": "quiz_submissions"}
# Asked with grouped=true, which the loader does not: records within records.
GROUPED = {"get_multiple_submissions_grouped", "list_multiple_submissions_grouped"}
Recorded = tuple[str, dict[str, Any], dict[str, Any], str]  # stream, record, what the request named, source


def recordings(shared: Path) -> list[dict[str, Any]]:
    with (shared / "canvas_api" / "fixtures.ndjson").open() as file:
        found = [json.loads(line) for line in file]
    return [one for one in found if one["method"] == "GET" and one["status_code"] in (None, 200)]


def stream_of(recording: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    endpoint = recording["endpoint"].partition("?")[0]
    for stream, pattern in ENDPOINTS:
        if named := re.fullmatch(pattern, endpoint):
            return stream, {key: value for key, value in named.groupdict().items() if value}
    return None


@pytest.fixture(scope="module")
def recorded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Recorded], Path, int]:
    """Every record of the streams' recordings, in folders of files: no folder holds two records of the same key."""
    folder, taken = tmp_path_factory.mktemp("recorded"), Counter[tuple[str, str]]()
    found, number = [], 0
    for recording in recordings(shared):
        known = stream_of(recording)
        if known is None or recording["name"] in GROUPED:
            continue
        number += 1
        (stream, request), body = known, json.dumps(recording["data"]).encode()
        key = KEYS.get(stream)
        lines, _ = split(body, key if isinstance(recording["data"], dict) and key in recording["data"] else None)
        for line in lines.split(b"\n"):
            record = json.loads(line)
            source = f"recorded_{taken[stream, record['id']]}"
            taken[stream, record["id"]] += 1
            (folder / source).mkdir(exist_ok=True)
            with (folder / source / f"{stream}.json").open("ab") as file:
                file.write((with_request(line, **request) if request else line) + b"\n")
            found.append((stream, record, request, source))
    return found, folder, number


@pytest.fixture(scope="module")
def staged(
    term: Term, recorded: Any, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], list[tuple[Any, ...]]]:
    """A warehouse that holds the campus, loaded twice, the recordings and the tables; built once. Returns its query."""
    warehouse = Warehouse(tmp_path_factory.mktemp("canvas"))
    with Canvas(term) as canvas:
        for canvas.now in (HALFWAY, LATER):
            load(canvas, warehouse.database)
    _, folder, _ = recorded
    sources = {"oea": shared / "oea" / "canvas", "odd": tmp_path_factory.mktemp("odd")}
    write_odd(sources["odd"])
    sources |= {place.name: place for place in folder.iterdir()}
    config = warehouse.folder / "files.yml"
    config.write_text(
        "sources:\n" + "".join(f"  {name}: {{system: canvas, path: '{path}'}}\n" for name, path in sources.items())
    )
    load_sources(config, None, warehouse.database)
    compiled().build(warehouse.database, "staging/canvas")
    return warehouse.rows


NOON, LATE = "2026-01-12T12:00:00Z", "2026-01-12T12:30:00Z"


def write_odd(folder: Path) -> None:
    """What Canvas sends at times: a due date of one's own, answers not judged, versions, somebody acting as another."""
    version = {"id": "51", "attempt": 1, "user_id": "1", "workflow_state": "complete", "submitted_at": LATE}
    answers = [
        {"question_id": "71", "correct": "partial", "points": 0.5},
        {"question_id": "72", "correct": "undefined", "points": 0},
    ]
    history = [{**version, "score": 3, "submission_data": answers}, {**version, "score": 2, "submission_data": []}]
    essay, attempt = {"user_id": "1", "assignment_id": "1"}, {"attempt": 1, "quiz_id": "5", "user_id": "1"}
    begun = {"workflow_state": "untaken", "started_at": NOON, "finished_at": None, "score": None}
    view = {"http_method": "GET", "created_at": NOON}
    enrollment = {"id": "91", "user_id": "4", "course_id": "9", "type": "StudentEnrollment"}
    tables: dict[str, list[dict[str, Any]]] = {
        "assignments": [
            {"id": "1", "course_id": "9", "name": "Essay", "due_at": NOON, "points_possible": 10},
            {"id": "2", "course_id": "9", "name": "Test", "submission_types": ["online_quiz"], "quiz_id": "5"},
        ],
        "submissions": [
            {**essay, "id": "11", "cached_due_date": LATE},
            {**essay, "id": "12", "cached_due_date": None},
            {**essay, "id": "13"},
            {**essay, "id": "14", "workflow_state": "pending_review", "submitted_at": NOON},
            {"id": "15", "assignment_id": "2", "submission_type": "online_quiz", "submission_history": history},
        ],
        # As landed while the attempt was open; allowances for somebody; a teacher's trial.
        "quiz_submissions": [
            {**attempt, **begun, "id": "51"},
            {**attempt, "id": "52", "attempt": None, "workflow_state": "settings_only"},
            {**attempt, "id": "53", "workflow_state": "preview"},
        ],
        "page_views": [
            {**view, "id": "a", "url": "https://x/courses/9?a=1#b", "context_type": "Course"}
            | {"links": {"user": 10650000000000011, "real_user": 4, "context": 9}},
            {**view, "id": "b", "url": "https://x/api/v1/x", "context_type": "Account", "user_request": False}
            | {"links": {"user": 10650000000000011, "context": 3}},
        ],
        "discussion_entries": [
            {"id": "81", "user_id": "1", "message": "<p>One&nbsp;two</p><p>three</p>", "created_at": NOON},
            {"id": "82", "parent_id": "81", "deleted": True, "created_at": NOON},
        ],
        "enrollments": [
            {**enrollment, "enrollment_state": state, "grades": {"current_score": 90.0, "final_score": 45.0}}
            for state in ("creation_pending", "completed")
        ],
    }
    for stream, records in tables.items():
        (folder / f"{stream}.json").write_text("".join(json.dumps(record) + "\n" for record in records))


def at(ms: int | None) -> str | None:
    """A time as the queries below write it."""
    return (iso(ms) or "")[:19].replace("T", " ") or None


def person(user: Any) -> str:
    return f"user:demo_canvas|{user_id(user)}"


def course(run: Any) -> str:
    return f"course:demo_canvas|{course_id(run)}"


def shown_at(term: Term, user: Any, run: Any) -> int | None:
    """When the work of a learner was last shown: Canvas hides that of deleted enrollments."""
    member = next(one for one in term.members if one.user is user and one.run is run)
    times = [now for now in (LATER, HALFWAY) if enrollment_state(member, now) not in (None, "deleted")]
    return times[0] if times else None


def campus_members(term: Term) -> Iterator[Member]:
    return (member for member in term.members if member.run.host == "canvas")


def assert_rows(found: list[tuple[Any, ...]], expected: list[tuple[Any, ...]]) -> None:
    assert expected, "nothing expected proves nothing"
    assert sorted(map(repr, found)) == sorted(map(repr, expected))


def test_people(staged: Any, term: Term) -> None:
    found = staged("""select user_identifier, institutional_id, email, is_email_trusted, person_name, person_role
        from pii.stg_canvas__people where source_id = 'demo_canvas' group by all""")
    users = {member.user.key: member.user for member in campus_members(term)}
    expected: list[tuple[Any, ...]] = []
    for user in users.values():
        email = user.email if user.number % 7 else None
        if user.role == "test":
            expected.append((person(user), None, None, False, "Test Student", "test"))
        else:
            expected.append((person(user), user.institutional_id, email, email is not None, user.name, None))
    assert_rows(found, expected)
    assert any(user_id(user) > 2**53 for user in users.values()), "ids that a floating-point number would change"


def test_courses_and_units(staged: Any, term: Term) -> None:
    found = staged("""select course_key, run_code, course_code, course_name, term_name,
        starts_at::varchar, ends_at::varchar from staging.stg_canvas__courses where source_id = 'demo_canvas'""")
    assert_rows(
        found,
        [
            (course(run), run.code, run.course_code, run.name, "Spring 2026", at(run.starts), at(run.ends))
            for run in term.of_host("canvas")
        ],
    )
    units = staged("""select org_unit_name, parent_org_unit_key, org_unit_kind from staging.stg_canvas__org_units
        where source_id = 'demo_canvas'""")
    assert sorted(units, key=repr)[1] == ("Campus", None, "account") and len(units) == 4


@pytest.mark.parametrize(("now", "order"), [(HALFWAY, "asc"), (LATER, "desc")], ids=["halfway", "at the end"])
def test_enrollments(now: int, order: str, staged: Any, term: Term) -> None:
    words = {"inactive": "suspended"}
    found = staged(f"""select enrollment_key, user_identifier, course_key, section_key, role, status,
        changed_at::varchar from pii.stg_canvas__enrollment_versions where source_id = 'demo_canvas'
        qualify row_number() over (partition by enrollment_key order by load_id {order}, record_number {order}) = 1""")
    expected = []
    for member in campus_members(term):
        state = enrollment_state(member, now)
        assert state
        changed = max(when for when, _ in member.history if when <= now)
        key, section = f"enrollment:demo_canvas|{member.id}", member.run.number * 10 + member.section
        place = (course(member.run), f"section:demo_canvas|{section}")
        expected.append((key, person(member.user), *place, member.role, words.get(state, state), at(changed)))
    assert_rows(found, expected)
    assert {"suspended", "deleted", "completed"} <= {row[5] for row in expected} or now == HALFWAY


def test_submissions(staged: Any, term: Term) -> None:
    found = staged("""select submission_key, user_identifier, course_key, activity_key, attempt_number, status,
        submitted_at::varchar, graded_at::varchar, due_at::varchar, score_raw, score_max, is_excused
        from pii.stg_canvas__submissions where source_id = 'demo_canvas'""")
    expected = []
    for one in term.submissions:
        run = one.assignment.run
        now = shown_at(term, one.user, run) if run.host == "canvas" else None
        if now is None:
            continue
        submitted = one.submitted if one.submitted and one.submitted <= now else None
        graded = one.graded if one.graded and one.graded <= now else None
        expected.append(
            (
                *(f"submission:demo_canvas|{one.id}", person(one.user), course(run)),
                *(f"assignment:demo_canvas|{one.assignment.id}", 1 if submitted else None),
                "graded" if graded else "submitted" if submitted else "unsubmitted",
                *(at(submitted), at(graded), at(one.assignment.due)),
                *(one.score if graded else None, one.assignment.points, one.is_excused),
            )
        )
    assert_rows(found, expected)


def test_attempts_and_answers(staged: Any, term: Term) -> None:
    """The beginning is known of attempts that were the latest at some load, the rest of all."""
    seen: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for one in term.quiz_attempts:
        now = shown_at(term, one.user, one.quiz.run) if one.quiz.run.host == "canvas" else None
        if now and one.started <= now:
            seen[one.quiz.id, one.user.number].append((one, now))
    attempts: list[tuple[Any, ...]] = []
    answers: list[tuple[Any, ...]] = []
    for (quiz, number), mine in seen.items():
        early = [one for one, _ in mine if one.started <= HALFWAY]
        latest = {mine[-1][0].id} | {one.id for one in early[-1:]}
        for one, now in mine:
            key = f"quiz_attempt:demo_canvas|{quiz * 1_000_000 + number}/{one.number}"
            ended = one.ended if one.ended and one.ended <= now else None
            known = one.id in latest
            attempts.append(
                (
                    *(key, person(one.user), course(one.quiz.run), f"quiz:demo_canvas|{quiz}", one.number),
                    *(at(one.started) if known else None, at(ended), float(one.score) if ended else None),
                    *(float(len(one.quiz.questions)), ended is not None),
                    (ended - one.started) / 1000 if known and ended else None,
                )
            )
            for place, ((question, kind), right) in enumerate(zip(one.quiz.questions, one.right, strict=True), start=1):
                if ended:
                    item = f"quiz_question:demo_canvas|{question}"
                    answers.append((key, item, place, kind, right is True, float(right is True), 1.0))
    found = staged("""select attempt_key, user_identifier, course_key, activity_key, attempt_number,
        started_at::varchar, ended_at::varchar, score_raw, score_max, is_completed, duration_seconds
        from pii.stg_canvas__attempts where source_id = 'demo_canvas'""")
    assert_rows(found, attempts)
    found = staged("""select attempt_key, item_key, position, interaction_type, is_correct, score_raw, score_max
        from pii.stg_canvas__item_responses where source_id = 'demo_canvas'""")
    assert_rows(found, answers)


def test_grades_and_progress(staged: Any, term: Term) -> None:
    final = {(grade.user.key, grade.run.number): grade.score for grade in term.grades}
    found = staged("""select user_identifier, course_key, score_raw, score_max from pii.stg_canvas__grades
        where source_id = 'demo_canvas' and is_final""")
    learners = [member for member in campus_members(term) if member.role == "learner"]
    completed = [one for one in learners if enrollment_state(one, LATER) == "completed"]
    assert_rows(
        found, [(person(one.user), course(one.run), final[one.user.key, one.run.number], 100.0) for one in completed]
    )
    expected = []
    for member in learners:
        times = [now for now in (LATER, HALFWAY) if enrollment_state(member, now) in ("active", "completed")]
        if times:
            mine = [one for one in term.completions if one.user is member.user and one.run is member.run]
            done = [one.at for one in mine if one.at <= times[0]]
            ended = at(max(done)) if len(done) == 5 else None
            expected.append((person(member.user), course(member.run), len(done) == 5, len(done) / 5, ended))
    found = staged("""select user_identifier, course_key, is_completed, progress_share, completed_at::varchar
        from pii.stg_canvas__completions where source_id = 'demo_canvas'""")
    assert_rows(found, expected)


def test_posts(staged: Any, term: Term) -> None:
    found = staged("""select post_key, user_identifier, course_key, activity_key, parent_post_key,
        posted_at::varchar, words, is_deleted from pii.stg_canvas__posts where source_id = 'demo_canvas'""")
    key = "discussion_entry:demo_canvas|"
    assert_rows(
        found,
        [
            (
                *(f"{key}{post.id}", person(post.user), course(post.topic.run)),
                *(f"discussion_topic:demo_canvas|{post.topic.id}", f"{key}{post.parent}" if post.parent else None),
                *(at(post.at), len(post.text.split()), False),
            )
            for post in term.posts
            if post.topic.run.host == "canvas"
        ],
    )


def test_events(staged: Any, term: Term) -> None:
    found = staged("""select user_identifier, course_key, verb_id, activity_id, event_at::varchar
        from pii.stg_canvas__events where source_id = 'demo_canvas' and activity_type_id like '%/school-assignment'""")
    expected = []
    for one in term.submissions:
        run = one.assignment.run
        if one.submitted and run.host == "canvas":
            shown = f"assignment:demo_canvas|{one.assignment.id}"
            who = (person(one.user), course(run))
            expected += [
                (*who, "http://adlnet.gov/expapi/verbs/experienced", shown, at(one.submitted - 600_000)),
                (*who, "http://activitystrea.ms/schema/1.0/access", shown, at(one.submitted)),
            ]
    assert_rows(found, expected)


def test_the_content_tree(staged: Any, term: Term) -> None:
    """Each essay, test and discussion once, in its module; a quiz not again as the assignment that stands for it."""
    found = staged("""select activity_name, activity_kind, parent_activity_key, points, due_at::varchar
        from staging.stg_canvas__activities
        where source_id = 'demo_canvas' and activity_kind in ('assignment', 'assessment', 'discussion')""")
    expected: list[tuple[Any, ...]] = []
    for run in term.of_host("canvas"):
        module = f"module:demo_canvas|{run.number}0"
        for place, one in enumerate([one for one in term.assignments if one.run is run], start=1):
            expected.append((one.title, "assignment", f"{module}{place}", one.points, at(one.due)))
        for place, quiz in enumerate([one for one in term.quizzes if one.run is run], start=1):
            expected.append((quiz.title, "assessment", f"{module}{place}", float(len(quiz.questions)), None))
        for place, topic in enumerate([one for one in term.topics if one.run is run], start=1):
            expected.append((topic.title, "discussion", f"{module}{place}", None, None))
    assert_rows(found, expected)
    others = staged("""select activity_kind, count(*)::int from staging.stg_canvas__activities
        where source_id = 'demo_canvas' group by 1""")
    assert {("module", 10), ("page", 10), ("heading", 10)} <= set(others)


def test_what_canvas_sends_at_times(staged: Any) -> None:
    due = "select submission_key, due_at::varchar, status, is_excused from pii.stg_canvas__submissions"
    assert sorted(staged(f"{due} where source_id = 'odd'")) == [
        ("submission:odd|11", "2026-01-12 12:30:00", None, None),  # an override's
        ("submission:odd|12", None, None, None),  # an override took it away
        ("submission:odd|13", "2026-01-12 12:00:00", None, None),
        ("submission:odd|14", "2026-01-12 12:00:00", "submitted", None),
    ]
    attempts = """select attempt_key, started_at::varchar, ended_at::varchar, score_raw, is_completed
        from pii.stg_canvas__attempts where source_id = 'odd'"""
    assert staged(attempts) == [("quiz_attempt:odd|51/1", "2026-01-12 12:00:00", "2026-01-12 12:30:00", 3.0, True)]
    answers = "select item_key, is_correct, score_raw from pii.stg_canvas__item_responses where source_id = 'odd'"
    assert sorted(staged(answers)) == [("quiz_question:odd|71", False, 0.5), ("quiz_question:odd|72", None, 0.0)]
    events = """select user_identifier, activity_id, course_key, regexp_extract(verb_id, '[^/]+$')
        from pii.stg_canvas__events where source_id = 'odd'"""
    assert sorted(staged(events)) == [
        ("user:odd|10650000000000011", "https://x/api/v1/x", None, "access"),
        ("user:odd|4", "https://x/courses/9", "course:odd|9", "experienced"),
    ]
    posts = "select post_key, parent_post_key, words, is_deleted from pii.stg_canvas__posts where source_id = 'odd'"
    assert sorted(staged(posts)) == [
        ("discussion_entry:odd|81", None, 3, False),
        ("discussion_entry:odd|82", "discussion_entry:odd|81", None, True),
    ]
    assert staged("select score_raw, is_final from pii.stg_canvas__grades where source_id = 'odd'") == [(45.0, True)]
    states = "select status from pii.stg_canvas__enrollment_versions where source_id = 'odd' order by record_number"
    assert staged(states) == [("invited",), ("completed",)]


def expected_row(
    stream: str, record: dict[str, Any], request: dict[str, Any], source: str
) -> tuple[str, str, tuple[Any, ...]]:
    """(model, columns, values) that a record must give, read here without the project's macros."""

    def key(kind: str, value: Any) -> str | None:
        return None if value is None else f"{kind}:{source}|{value}"

    def text(value: Any) -> str | None:
        return None if value is None else str(value)

    get, own = record.get, record["id"]
    in_course = request.get("course_id", get("course_id"))
    match stream:
        case "accounts":
            parent = key("account", get("parent_account_id"))
            return "stg_canvas__org_units", "org_unit_key, org_unit_name, parent_org_unit_key", (
                key("account", own), get("name"), parent,
            )  # fmt: skip
        case "courses":
            return "stg_canvas__courses", "course_key, course_name, course_code, run_code", (
                key("course", own), get("name"), get("course_code"), get("sis_course_id"),
            )  # fmt: skip
        case "users":
            return "stg_canvas__people", "user_identifier, person_name", (key("user", own), get("name"))
        case "enrollments":
            role = {"StudentEnrollment": "learner", "TeacherEnrollment": "teacher"}.get(get("type"))
            return "stg_canvas__enrollment_versions", "enrollment_key, user_identifier, course_key, role", (
                key("enrollment", own), key("user", get("user_id")), key("course", get("course_id")), role,
            )  # fmt: skip
        case "modules":
            return "stg_canvas__activities", "activity_key, activity_name, course_key, position", (
                key("module", own), get("name"), key("course", in_course), get("position"),
            )  # fmt: skip
        case "module_items":
            return "base_canvas__module_items", "module_item_id, item_name, position, module_id, course_id", (
                str(own), get("title"), get("position"), text(request["module_id"]), in_course,
            )  # fmt: skip
        case "assignments":
            return "base_canvas__assignments", "assignment_id, assignment_name, course_id", (
                str(own), get("name"), text(get("course_id", in_course)),
            )  # fmt: skip
        case "submissions":
            return "stg_canvas__submissions", "submission_key, user_identifier, course_key, activity_key", (
                key("submission", own), key("user", get("user_id")), key("course", in_course),
                key("assignment", get("assignment_id")),
            )  # fmt: skip
        case "quizzes":
            return "base_canvas__quizzes", "quiz_id, quiz_name, course_id", (str(own), get("title"), in_course)
        case "quiz_submissions":
            columns = "attempt_key, user_identifier, activity_key, course_key, attempt_number, score_raw"
            attempt = get("attempt")
            return "stg_canvas__attempts", columns, (
                key("quiz_attempt", f"{own}/{'' if attempt is None else attempt}"), key("user", get("user_id")),
                key("quiz", get("quiz_id")), key("course", in_course), attempt, get("score"),
            )  # fmt: skip
        case "discussion_topics":
            return "stg_canvas__activities", "activity_key, activity_name, course_key, activity_kind", (
                key("discussion_topic", own), get("title"), key("course", in_course), "discussion",
            )  # fmt: skip
        case "discussion_entries":
            words = len(record["message"].split())
            return "stg_canvas__posts", "post_key, user_identifier, activity_key, parent_post_key, words", (
                key("discussion_entry", own), key("user", get("user_id")),
                key("discussion_topic", request["topic_id"]), key("discussion_entry", request.get("entry_id")), words,
            )  # fmt: skip
        case "page_views":
            created = record["created_at"].replace("T", " ").replace("Z", "")
            return "stg_canvas__events", "event_key, user_identifier, activity_id, event_at::varchar", (
                key("page_view", own), key("user", request["user_id"]), record["url"], created,
            )  # fmt: skip
    # Without a model of their own: they name and number what other models hold.
    return f"raw_canvas.{stream}", "record_key, payload->>'id'", (str(own), str(own))


def test_no_recorded_record_is_lost(staged: Any, recorded: Any) -> None:
    """Every GET recording at those addresses: none of their records is changed or left out."""
    found, _, number = recorded
    assert (number, len(found)) == (86, 132)
    landed = {
        (stream, source, key): json.loads(payload)
        for stream, _ in ENDPOINTS
        for source, key, payload in staged(f"select source_id, record_key, payload from raw_canvas.{stream}")
    }
    wanted: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for stream, record, request, source in found:
        key = str(record["id"]) if stream != "quiz_submissions" else None
        payloads = (
            [landed[stream, source, key]]
            if key
            else [one for (a, b, _), one in landed.items() if (a, b) == (stream, source)]
        )
        assert {**record, **({"_request": request} if request else {})} in payloads
        model, columns, row = expected_row(stream, record, request, source)
        wanted[model, columns].append((source, *row))
    schema = "select table_schema from information_schema.tables where table_name = '{}'"
    for (model, columns), rows in wanted.items():
        place = model if "." in model else f"{staged(schema.format(model))[0][0]}.{model}"
        assert set(rows) - set(staged(f"select source_id, {columns} from {place}")) == set(), model


def test_recorded_pages_lead_to_their_next(shared: Path, serve: Callable[[Answer], str]) -> None:
    """Link headers as recorded: a next, no last, and another host, which gets no request."""
    chains = 0
    for recording in recordings(shared):
        if not (recording["headers"] or {}).get("Link") or stream_of(recording) is None:
            continue
        chains += 1
        beside = {one["endpoint"]: one for one in recordings(shared) if one["file"] == recording["file"]}

        def answer(handler: BaseHTTPRequestHandler, beside: dict[str, Any] = beside) -> None:
            one = beside[handler.path.removeprefix("/api/v1/")]
            headers = {key.lower(): value for key, value in (one["headers"] or {}).items()}
            send(handler, 200, json.dumps(one["data"]).encode(), headers)

        pages = [page.lines for page in Api(f"{serve(answer)}/api/v1").pages(recording["endpoint"])]
        ids = [json.loads(line)["id"] for lines in pages for line in lines.split(b"\n")]
        assert len(pages) == 2 and len(ids) == len(set(ids)) > len(recording["data"])
    assert chains == 15


def test_exported_tables(staged: Any, shared: Path) -> None:
    """Tables spell fields their own way: titles, contexts, sections for courses, empty texts, times without a zone."""

    def table(name: str) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in (shared / "oea" / "canvas" / f"{name}.json").read_text().splitlines() if line
        ]

    def rows(columns: str, model: str) -> list[tuple[Any, ...]]:
        found = staged(f"select {columns} from {model} where source_id = 'oea'")
        assert isinstance(found, list)
        return found

    users = rows("user_identifier, institutional_id, person_name, is_active", "pii.stg_canvas__people")
    assert len(users) == 640
    assert_rows(users, [(f"user:oea|{u['id']}", u["global_canvas_id"], u["name"], True) for u in table("users")])
    courses = rows(
        "course_key, run_code, course_name, starts_at::varchar, ends_at::varchar", "staging.stg_canvas__courses"
    )
    assert len(courses) == 87
    assert_rows(
        courses,
        [
            (f"course:oea|{c['id']}", c["sis_source_id"], c["name"], c["start_at"], c["conclude_at"])
            for c in table("courses")
        ],
    )
    section = {one["id"]: one["course_id"] for one in table("course_sections")}
    enrollments = rows(
        "enrollment_key, user_identifier, course_key, role, status", "pii.stg_canvas__enrollment_versions"
    )
    assert len(enrollments) == 3687
    roles = {"StudentEnrollment": "learner", "TeacherEnrollment": "teacher"}
    assert_rows(
        enrollments,
        [
            (f"enrollment:oea|{e['id']}", f"user:oea|{e['user_id']}", f"course:oea|{section[e['course_section_id']]}",
             roles[e["type"]], e["workflow_state"])
            for e in table("enrollments")
        ],
    )  # fmt: skip
    assignments = rows("assignment_id, assignment_name, course_id, due_at::varchar", "staging.base_canvas__assignments")
    assert len(assignments) == 281
    assert_rows(
        assignments,
        [(str(a["id"]), a["title"], str(a["context_id"]), a["due_at"] or None) for a in table("assignments")],
    )
    quiz = {one["id"]: one["context_id"] for one in table("quizzes")}
    attempts = rows(
        "attempt_key, user_identifier, course_key, activity_key, started_at::varchar, ended_at::varchar, score_raw",
        "pii.stg_canvas__attempts",
    )
    assert len(attempts) == 7858
    assert_rows(
        attempts,
        [
            (
                *(f"quiz_attempt:oea|{q['id']}/{q['attempt']}", f"user:oea|{q['user_id']}"),
                *(f"course:oea|{quiz[q['quiz_id']]}", f"quiz:oea|{q['quiz_id']}"),
                *(q["started_at"], q["finished_at"], float(q["score"])),
            )
            for q in table("quiz_submissions")
        ],
    )
    kinds = (
        """select activity_kind, count(*)::int from staging.stg_canvas__activities where source_id = 'oea' group by 1"""
    )
    assert dict(staged(kinds)) == {"module": 127, "file": 291, "assignment": 141, "assessment": 140}
    people = {row[0] for row in users}
    assert {row[1] for row in enrollments} | {row[1] for row in attempts} <= people


def test_a_tool_that_is_switched_off_ends_nothing(term: Term, tmp_path: Path) -> None:
    off = json.dumps({"errors": [{"message": "That page has been disabled for this course"}]}).encode()

    def answer(request: Request, response: Response) -> Response:
        if request.path.endswith("/quizzes"):
            return Response(404 if "4001" in request.path else 403, off)
        return response

    with Canvas(term) as canvas:
        canvas.tamper = answer
        load(canvas, tmp_path / "w.duckdb")
    ((received, landed, _, rejected),) = counts(tmp_path / "w.duckdb")
    assert received == landed > 300 and rejected == 0


def test_a_right_that_is_missing_is_no_throttle(term: Term, tmp_path: Path) -> None:
    refusal = Response(403, b'{"status":"unauthorized"}', {"X-Rate-Limit-Remaining": "588.0"})
    with Canvas(term) as canvas:
        canvas.tamper = lambda request, response: refusal if request.path.endswith("/enrollments") else response
        with pytest.raises(LoadError, match="answered 403; check the credentials") as refused:
            load(canvas, tmp_path / "w.duckdb")
    assert not isinstance(refused.value, Gone) and canvas.secret not in str(refused.value)
    assert sum(request.path.endswith("/enrollments") for request in canvas.requests) == 1


@pytest.mark.parametrize(("table", "message"), [("roles", "contains no tables"), (None, "contains no tables")])
def test_a_folder_without_tables(table: str | None, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    if table:
        folder.mkdir()
        (folder / f"{table}.json").write_text("{}\n")
    config = tmp_path / "sources.yml"
    config.write_text(f"sources:\n  tables: {{system: canvas, path: '{folder}'}}\n")
    with pytest.raises(LoadError, match=message):
        load_sources(config, None, tmp_path / "w.duckdb")
