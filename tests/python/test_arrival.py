"""The same statements in one load and in shuffled loads give the same marts; hard cases by hand."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

from compiled import compiled
from conftest import Warehouse, assert_same_marts, marts

ADA, GRACE = "mailto:ada@Example.org", "mailto:grace@example.org"
COURSE = {"id": "https://example.org/course", "definition": {"type": "http://adlnet.gov/expapi/activities/course"}}


def sha1(address: str) -> str:
    name, _, domain = address.partition("@")
    return hashlib.sha1(f"{name}@{domain.lower()}".encode()).hexdigest()


def event(number: int, actor: dict[str, object], verb: str, minute: int, **extra: object) -> dict[str, object]:
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "actor": actor,
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"https://example.org/page/{number % 3}"},
        "context": {"contextActivities": {"grouping": [COURSE]}},
        "timestamp": f"2026-03-02T{9 + minute // 60:02d}:{minute % 60:02d}:00Z",
        "stored": f"2026-03-02T20:00:{number:02d}Z",
        **extra,
    }


def voiding(number: int, target: int) -> dict[str, object]:
    reference = {"objectType": "StatementRef", "id": f"00000000-0000-4000-8000-{target:012d}"}
    return event(number, {"mbox": "mailto:admin@example.org"}, "voided", 0, object=reference, context={})


QUIZ = {"id": "https://example.org/quiz", "definition": {"type": "http://adlnet.gov/expapi/activities/assessment"}}
STATEMENTS = [
    event(1, {"mbox": ADA}, "experienced", 0),
    event(2, {"mbox_sha1sum": sha1(ADA)}, "experienced", 30),
    event(3, {"mbox": "mailto:ada@example.ORG"}, "experienced", 61),
    event(4, {"mbox": GRACE}, "experienced", 5),
    event(5, {"mbox": GRACE}, "experienced", 6),
    voiding(6, 5),
    voiding(7, 99),
    event(8, {"objectType": "Group", "member": [{"mbox": ADA}, {"mbox": GRACE}]}, "attended", 62),
    event(
        9,
        {"mbox": GRACE},
        "planned",
        63,
        object={"objectType": "SubStatement", **event(0, {"mbox": GRACE}, "completed", 0)},
    ),
    event(10, {"mbox": GRACE}, "frobnicated", 64),
    event(11, {"name": "Anonymous"}, "experienced", 65),
    event(12, {"mbox": GRACE}, "experienced", 66, timestamp="yesterday"),
    event(13, {"mbox": ADA}, "attempted", 70, object=QUIZ),
    event(14, {"mbox": ADA}, "passed", 75, object=QUIZ, result={"score": {"scaled": 0.8}}),
    event(15, {"mbox": ADA}, "attempted", 80, object=QUIZ),
    event(16, {"mbox": ADA}, "failed", 85, object=QUIZ, result={"score": {"scaled": 0.3}}),
    event(
        16, {"mbox": ADA}, "failed", 85, object=QUIZ, result={"score": {"scaled": 0.9}}, stored="2026-03-03T00:00:00Z"
    ),
    event(17, {"mbox": ADA}, "completed", 90, object=COURSE),
]


def at_once(folder: Path, statements: list[dict[str, object]]) -> Warehouse:
    """A warehouse into which all statements came in one load."""
    folder.mkdir(exist_ok=True)
    warehouse = Warehouse(folder)
    file = folder / "statements.ndjson"
    file.write_text("".join(json.dumps(statement) + "\n" for statement in statements))
    warehouse.land(file)
    return warehouse


def built_at_once(folder: Path, statements: list[dict[str, object]], variables: str = "{}") -> Warehouse:
    warehouse = at_once(folder, statements)
    compiled("package", variables).build(warehouse.database)
    return warehouse


def built_in_steps(folder: Path, loads: list[list[dict[str, object]]]) -> Warehouse:
    folder.mkdir()
    warehouse = Warehouse(folder)
    warehouse.arrive([json.dumps(statement) for statement in load] for load in loads)
    return warehouse


def test_hard_cases_and_order_of_arrival(tmp_path: Path) -> None:
    once = built_at_once(tmp_path / "once", STATEMENTS)
    shuffled = random.Random(7).sample(STATEMENTS, len(STATEMENTS))
    steps = built_in_steps(tmp_path / "steps", [shuffled[start::5] for start in range(5)])
    assert_same_marts(marts(steps), marts(once))

    people = "select count(distinct learner_id) from core.fct_learning_events"
    assert once.rows(people) == [(2,)]  # Ada under three spellings, and Grace
    # 17 ids less 2 voidings, 1 voided, 1 sub-statement, 2 unreadable; the group counts for both members.
    assert once.rows("select count(*) from core.fct_learning_events") == [(12,)]
    assert once.rows(
        "select statement_id[-2:], rejection_reasons from pii.stg_xapi__rejected_statements order by 1"
    ) == [
        ("11", "no_identifiable_actor"),
        ("12", "unreadable_time"),
    ]
    assert once.rows("select verb_name, verb_class from core.dim_verb where not is_mapped") == [
        ("frobnicated", "other")
    ]
    attempts = "select attempt_number, is_passed, score_scaled from core.fct_attempts order by 1"
    assert once.rows(attempts) == [(1, True, 0.8), (2, False, 0.3)]
    # Exactly thirty minutes is still the same session; thirty-one is a new one.
    sessions = "select events, duration_seconds from core.fct_learning_sessions order by started_at, events"
    assert once.rows(sessions) == [(2, 1800.0), (1, 0.0), (7, 1740.0), (2, 120.0)]
    outcomes = "select is_completed, count(*) from outcomes.learner_course_outcomes group by 1 order by 1"
    assert once.rows(outcomes) == [(True, 1), (None, 1)]


def test_what_is_told_late_changes_what_was_built(tmp_path: Path) -> None:
    late = {"id": "https://example.org/late", "definition": COURSE["definition"]}
    bare, full = ({"contextActivities": {"grouping": [course]}} for course in ({"id": late["id"]}, late))
    loads = [
        [
            event(51, {"mbox": ADA}, "attempted", 1, object={"id": QUIZ["id"]}),
            event(52, {"mbox": ADA}, "experienced", 2, context=bare),
            event(53, {"mbox": ADA}, "experienced", 3, stored="2026-03-03T00:00:00Z"),
        ],
        # Of others: the quiz's type, the course's, and that event 53 was never Ada's.
        [
            event(54, {"mbox": GRACE}, "attempted", 1, object=QUIZ),
            event(55, {"mbox": GRACE}, "experienced", 2, context=full),
            event(53, {"mbox": GRACE}, "experienced", 3),
        ],
    ]
    once, steps = built_at_once(tmp_path / "once", loads[0] + loads[1]), built_in_steps(tmp_path / "steps", loads)
    assert_same_marts(marts(steps), marts(once))


def test_what_is_configured_late_changes_what_was_built(tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    account = {"account": {"homePage": "https://example.org", "name": "grace"}}
    statements = [*STATEMENTS, event(61, account, "experienced", 66)]
    changed = '{"session_gap_minutes": 10, "time_zone": "Asia/Tokyo", "active_day_minimum_events": 1}'
    once, later = at_once(tmp_path / "once", statements), at_once(tmp_path / "later", statements)
    later.build()
    before = marts(later)
    links.write_text(f"identifier_a,identifier_b\nmbox:{GRACE},account:https://example.org|grace\n")
    for warehouse in (once, later):
        assert warehouse.load(f"  links: {{system: identity, path: '{links}'}}\n").returncode == 0
    compiled("package", changed).build(once.database)
    later.build("--vars", changed)
    assert_same_marts(marts(later), marts(once))
    assert marts(later)["core.fct_learning_sessions"] != before["core.fct_learning_sessions"]
    assert len(marts(later)["core.dim_learner"]) == len(before["core.dim_learner"]) - 1


def test_no_identifier_in_any_mart(tmp_path: Path) -> None:
    warehouse = built_at_once(tmp_path, STATEMENTS)
    tables = warehouse.rows(
        "select table_schema || '.' || table_name from information_schema.tables "
        "where table_schema in ('core', 'engagement', 'outcomes', 'content', 'organization', 'intermediate', 'staging')"
    )
    for (table,) in tables:
        text = str(warehouse.rows(f"select * from {table}")).lower()
        for secret in ("ada@", "grace@", sha1(ADA), "anonymous"):
            assert secret not in text, f"{secret} in {table}"


def test_malformed_parts_do_not_stop_the_build(tmp_path: Path) -> None:
    page = "https://example.org/page/1"
    odd = [
        event(31, {"mbox": ADA}, "experienced", 1, object={"id": page, "definition": {"name": "Foo"}}),
        event(32, {"mbox": ADA}, "experienced", 2, context={"contextActivities": {"parent": "https://example.org/x"}}),
        event(33, {"mbox": ADA}, "experienced", 3, context={"contextActivities": "nothing"}),
        event(34, {"mbox": ADA}, "experienced", 4, context={"contextActivities": {"grouping": ["text", 7, COURSE]}}),
        event(35, {"objectType": "Group", "member": ["someone", {"mbox": ADA}]}, "attended", 5),
        event(36, {"mbox": ADA}, "experienced", 6, object={"objectType": "SubStatement", "actor": "someone"}),
    ]
    warehouse = built_at_once(tmp_path, odd)
    # All but the sub-statement count; the course is still found beside what is not an activity.
    assert warehouse.rows("select count(*), count(course_id) from core.fct_learning_events") == [(5, 3)]


def test_every_spelling_of_a_time_is_read(tmp_path: Path) -> None:
    spellings = ["T10:00Z", "T10:00:00z", "T10:00:00,5Z", "T12:00+02:00", "T10:00:00.5-00:30", "T10:00", ""]
    warehouse = built_at_once(
        tmp_path,
        [event(n, {"mbox": ADA}, "experienced", 0, timestamp=f"2026-01-01{s}") for n, s in enumerate(spellings, 41)],
    )
    read = [str(at)[11:] for (at,) in warehouse.rows("select event_at from core.fct_learning_events order by event_id")]
    assert read == ["10:00:00", "10:00:00", "10:00:00.500000", "10:00:00", "10:30:00.500000", "10:00:00", "00:00:00"]
