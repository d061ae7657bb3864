"""What holds of measures whatever the rows are: compiled models as functions of their inputs, against plain Python.

dbt compiles the models once for each time zone. Each example puts rows into tables of the names that a model reads,
runs its SQL, and compares. Rows come in any order, and the second zone changes its clocks at midnight.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import statistics
import zoneinfo
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest
from compiled import compiled
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

ZONES = ("UTC", "America/Santiago")
GAP = dt.timedelta(minutes=30)
# A weekend in which Santiago goes back to winter time: Saturday, April 4, lasts 25 hours.
START = dt.datetime(2026, 4, 4, 1)
Row = dict[str, Any]

thorough = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Models:
    """The project's models, each runnable on rows that a test gives."""

    def __init__(self, zone: str) -> None:
        nodes = compiled("package", json.dumps({"time_zone": zone})).nodes.values()
        self.nodes = {node["name"]: node for node in nodes if node["resource_type"] in ("model", "seed")}
        self.database = duckdb.connect()
        self.database.execute("set timezone = 'UTC'")
        self.database.execute("attach ':memory:' as warehouse")
        for schema in sorted({node["schema"] for node in self.nodes.values()}):
            self.database.execute(f"create schema if not exists warehouse.{schema}")

    def put(self, name: str, rows: Sequence[Row], **types: str) -> None:
        """Make the model `name` a table of its documented columns with `rows`; columns are text unless `types` say."""
        columns = list(self.nodes[name]["columns"])
        assert set(types) <= set(columns), set(types) - set(columns)
        stated = ", ".join(f'"{column}" {types.get(column, "varchar")}' for column in columns)
        self.database.execute(f"create or replace table {self.nodes[name]['relation_name']} ({stated})")
        for row in rows:
            marks = ", ".join("?" for _ in row)
            names = ", ".join(f'"{column}"' for column in row)
            self.database.execute(
                f"insert into {self.nodes[name]['relation_name']} ({names}) values ({marks})", list(row.values())
            )

    def build(self, name: str) -> list[Row]:
        """Make the model from what it reads, and return its rows."""
        relation = self.nodes[name]["relation_name"]
        self.database.execute(f"create or replace table {relation} as {self.nodes[name]['compiled_code']}")
        found = self.database.execute(f"select * from {relation}")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="module")
def models() -> dict[str, Models]:
    return {zone: Models(zone) for zone in ZONES}


def moment(minutes: float) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


def local_day(at: dt.datetime, zone: str) -> dt.date:
    return at.replace(tzinfo=dt.UTC).astimezone(zoneinfo.ZoneInfo(zone)).date()


def union(intervals: Sequence[tuple[int, int]]) -> int:
    return len(set(itertools.chain.from_iterable(range(start, end) for start, end in intervals)))


@thorough
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(0, 40)), max_size=12))
def test_attendance_is_the_union_of_stays(models: dict[str, Models], drawn: list[tuple[str, int, int]]) -> None:
    """Overlapping, nested, touching, empty and backward stays, in any order."""
    run = models["UTC"]
    run.put(
        "int_attendance_stays",
        [
            {
                "learner_id": learner, "meeting_key": "m", "attendance_key": str(number), "attendee_role": "attendee",
                "joined_at": moment(start), "left_at": moment(end),
            }
            for number, (learner, start, end) in enumerate(drawn)
        ],
        joined_at="timestamp", left_at="timestamp", stated_seconds="double",
    )  # fmt: skip
    run.put("int_meetings", [{"meeting_key": "m", "course_run_id": "r"}])
    found = {row["learner_id"]: row["attended_seconds"] for row in run.build("int_attendance")}
    expected: dict[str, float | None] = {}
    for learner in {learner for learner, _, _ in drawn}:
        stays = [(start, end) for who, start, end in drawn if who == learner and start <= end]
        expected[learner] = 60.0 * union(stays) if stays else None
    assert found == expected


@thorough
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), min_size=1, max_size=5), max_size=4),
    st.booleans(),
)
def test_video_segments_tile_what_was_played(
    models: dict[str, Models], lists: list[list[tuple[int, int]]], are_lists: bool
) -> None:
    """Segments of any overlap, in lists that grow or contradict each other, or paired from events."""
    run = models["UTC"]
    segments = [(f"e{number}", start, start + length) for number, part in enumerate(lists) for start, length in part]
    evidence = "played_segments" if are_lists else "paired_events"
    run.put(
        "int_video_segments",
        [
            {
                "learner_id": "a", "activity_id": "v", "video_session_id": "s", "event_id": event,
                "evidence": evidence, "start_ms": 1000 * start, "end_ms": 1000 * end, "change_id": 1,
            }
            for event, start, end in segments
        ],
        start_ms="bigint", end_ms="bigint", change_id="bigint",
    )  # fmt: skip
    run.put(
        "int_video_sessions",
        [{"learner_id": "a", "activity_id": "v", "video_session_id": "s", "video_view_id": "e0"}],
        length_seconds="double",
    )
    found = sorted((row["start_seconds"], row["end_seconds"], row["plays"]) for row in run.build("fct_video_segments"))
    chosen = segments
    if are_lists and lists:
        lengths = [(sum(length for _, length in part), f"e{number}") for number, part in enumerate(lists)]
        chosen = [segment for segment in segments if segment[0] == max(lengths)[1]]
    plays = {
        second: max(sum(start <= second < end for _, start, end in chosen), 1)
        for second in range(40)
        if any(start <= second < end for _, start, end in segments)
    }
    expected = []
    for second, times in plays.items():
        if expected and expected[-1][1] == second and expected[-1][2] == times:
            expected[-1] = (expected[-1][0], second + 1, times)
        else:
            expected.append((second, second + 1, times))
    assert found == expected


@thorough
@given(
    zone=st.sampled_from(ZONES),
    events=st.lists(
        st.tuples(st.integers(0, 200), st.sampled_from("xy"), st.sampled_from(["r", "s", None])), max_size=25
    ),
)
@example(zone="America/Santiago", events=[(n, "x", "r") for n in range(160, 200, 2)])
def test_sessions_and_visits_hold_every_event_once(
    models: dict[str, Models], zone: str, events: list[tuple[int, str, str | None]]
) -> None:
    """Gaps of just 30 minutes, events of the same moment, sessions of one event, midnight, two runs in one session."""
    run = models[zone]
    ordered = sorted((moment(7.5 * place), f"e{number:03}", where, course)
                     for number, (place, where, course) in enumerate(events))  # fmt: skip
    run.put(
        "int_learning_events",
        [
            {
                "event_id": name, "learner_id": "a", "event_at": at, "activity_id": where, "course_run_id": course,
                "course_id": course, "verb_class": "view", "verb_name": "experienced", "activity_kind": "page",
                "is_voided": False,
            }
            for at, name, where, course in reversed(ordered)
        ],
        event_at="timestamp", stored_at="timestamp", is_voided="boolean", is_completion="boolean",
        is_success="boolean", is_about_course="boolean", is_cmi5_defined="boolean", is_mapped_verb="boolean",
        score_scaled="double", score_raw="double", score_min="double", score_max="double", duration_seconds="double",
    )  # fmt: skip
    run.put("int_learner_changes", [{"learner_id": "a", "change_id": 1}], change_id="bigint")
    sessionized = {row["event_id"]: row for row in run.build("int_learning_events__sessionized")}
    visits = {row["visit_id"]: row for row in run.build("fct_activity_visits")}

    session, sessions, active = "", {}, {}
    for index, (at, name, _, _) in enumerate(ordered):
        if index == 0 or at - ordered[index - 1][0] > GAP:
            session = name
        sessions[name] = session
        following = ordered[index + 1][0] - at if index + 1 < len(ordered) else GAP * 2
        active[name] = following.total_seconds() if following <= GAP else 0.0
    assert {name: row["session_id"] for name, row in sessionized.items()} == sessions
    assert {name: row["active_milliseconds"] / 1000 for name, row in sessionized.items()} == active
    days = {name: local_day(at, zone) for at, name, _, _ in ordered}
    assert {name: row["event_date"] for name, row in sessionized.items()} == days

    expected, before = {}, None
    for at, name, where, course in ordered:
        place = (sessions[name], where, course, days[name])
        if place != before:
            visit = name
            expected[visit] = [0, 0.0, at, days[name]]
        before = place
        expected[visit][0] += 1
        expected[visit][1] += active[name]
    found = {
        name: [row["events"], row["active_seconds"], row["started_at"], row["visit_date"]]
        for name, row in visits.items()
    }
    assert found == expected


DAY = dt.date(2026, 3, 2)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


@thorough
@given(
    active=st.sets(st.tuples(st.sampled_from("abc"), st.integers(0, 60))),
    enrolled=st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 60), st.integers(0, 60))),
)
def test_rolling_learners_are_those_of_the_days_before(
    models: dict[str, Models], active: set[tuple[str, int]], enrolled: dict[str, tuple[int, int]]
) -> None:
    run = models["UTC"]
    learners = {learner for learner, _ in active} | set(enrolled)
    spans = {learner: (min(span), max(span)) for learner, span in enrolled.items()}
    run.put(
        "dim_date", [{"date_day": day(number), "is_observed": number <= 60} for number in range(-5, 70)],
        date_day="date", is_observed="boolean", week_start_date="date",
    )  # fmt: skip
    run.put(
        "fct_participations",
        [
            {
                "learner_id": learner, "course_id": "c", "course_run_id": "r",
                "enrolled_from_date": day(spans[learner][0]) if learner in spans else None,
                "enrolled_until_date": day(spans[learner][1]) if learner in spans else None,
                "first_active_date": min((day(at) for who, at in active if who == learner), default=None),
                "last_active_date": max((day(at) for who, at in active if who == learner), default=None),
            }
            for learner in learners
        ],
        enrolled_from_date="date", enrolled_until_date="date", first_active_date="date", last_active_date="date",
    )  # fmt: skip
    run.put(
        "fct_learning_days",
        [
            {"learner_id": learner, "course_run_id": "r", "date_day": day(at), "is_active": True}
            for learner, at in sorted(active, key=repr)
        ],
        date_day="date", is_active="boolean",
    )  # fmt: skip
    found = {row["date_day"]: row for row in run.build("course_days")}
    touched = [at for _, at in active] + [at for span in spans.values() for at in span]
    assert set(found) == {day(at) for at in range(min(touched), max(touched) + 1)} if touched else found == {}
    for date, row in found.items():
        today = (date - DAY).days

        def within(days: int, today: int = today) -> int:
            return len({learner for learner, at in active if today - days < at <= today})

        first = {learner for learner, at in active if at == today} - {who for who, at in active if at < today}
        assert (
            row["daily_active_learners"], row["weekly_active_learners"], row["monthly_active_learners"],
            row["new_learners"], row["enrolled_learners"],
        ) == (
            within(1), within(7), within(28), len(first),
            sum(start <= today <= end for start, end in spans.values()),
        )  # fmt: skip
        assert row["stickiness"] == (within(1) / within(28) if within(28) else None)


STATUSES = ["active", "invited", "completed", "withdrawn", "suspended", "deleted", "rejected", None]


@thorough
@given(st.lists(st.tuples(st.sampled_from(["lms", "sis"]), st.sampled_from(STATUSES)), min_size=1, max_size=5))
def test_one_status_of_many_enrollments(models: dict[str, Models], states: list[tuple[str, str | None]]) -> None:
    """In any order; one learner is in two runs, and the second one says nothing about the first."""
    run = models["UTC"]
    rows = [
        {
            "enrollment_id": str(number), "source_system": source, "source_id": source, "learner_id": "a",
            "course_id": "c", "course_run_id": "r", "status": status, "changed_at": moment(number),
        }
        for number, (source, status) in enumerate(states)
    ]  # fmt: skip
    other = rows[0] | {"enrollment_id": "other", "course_run_id": "s", "status": "completed"}
    run.put("fct_enrollments", [*rows, other], starts_at="timestamp", ends_at="timestamp", changed_at="timestamp")
    run.put("int_enrollments", [{"learner_id": "a", "course_run_id": one, "role": "learner"} for one in "rs"])
    run.put("fct_learning_days", [], date_day="date", is_active="boolean")
    run.put("dim_course_run", [{"course_run_id": one, "course_id": "c"} for one in "rs"],
            starts_at="timestamp", ends_at="timestamp")  # fmt: skip
    run.put("dim_date", [{"date_day": DAY, "is_observed": True}], date_day="date", is_observed="boolean")
    found = {row["course_run_id"]: row for row in run.build("fct_participations")}
    ended = {"withdrawn", "suspended", "deleted", "rejected"}
    order = ["completed", "active", "invited", *ended]
    best = []
    for source in {source for source, _ in states}:
        known = [status for one, status in states if one == source and status]
        best.append(min(known, key=order.index) if known else "unknown")
    expected = (
        "completed" if "completed" in best
        else "withdrawn" if ended & set(best)
        else "active" if "active" in best
        else "invited" if "invited" in best
        else "unknown"
    )  # fmt: skip
    assert found["r"]["enrollment_status"] == expected
    assert (found["r"]["withdrawn_at"] is not None) == (expected == "withdrawn")
    assert found["s"]["enrollment_status"] == "completed"


@thorough
@given(
    st.integers(1, 4).flatmap(
        lambda items: st.lists(
            st.lists(st.sampled_from([True, False, None]), min_size=items, max_size=items), min_size=1, max_size=9
        )
    )
)
@example([[True]])
@example([[True, True], [True, True]])
def test_items_and_reliability(models: dict[str, Models], matrix: list[list[bool | None]]) -> None:
    """Right, wrong and unjudged answers; one answer alone; nothing that varies."""
    run = models["UTC"]
    run.put(
        "fct_item_responses",
        [
            {
                "response_id": f"{learner}/{item}", "attempt_id": str(learner), "learner_id": str(learner),
                "item_id": f"i{item}", "assessment_id": "t", "is_correct": answer, "answered_at": START,
            }
            for learner, answers in enumerate(matrix)
            for item, answer in enumerate(answers)
        ],
        is_correct="boolean", score_scaled="double", duration_seconds="double", answered_at="timestamp",
    )  # fmt: skip
    run.put(
        "fct_attempts",
        [
            {"attempt_id": str(learner), "learner_id": str(learner), "assessment_id": "t", "attempt_number": 1}
            for learner in range(len(matrix))
        ],
        attempt_number="bigint", score_scaled="double", is_passed="boolean", is_completed="boolean",
    )  # fmt: skip
    run.put("dim_activity", [])
    run.build("fct_first_item_scores")
    items = {row["item_id"]: row for row in run.build("item_analysis")}
    (test,) = run.build("assessment_outcomes")
    # An item without any judged answer does not belong to the test.
    judged = [item for item in range(len(matrix[0])) if any(row[item] is not None for row in matrix)]
    whole = [
        [int(bool(row[item])) for item in judged] for row in matrix if all(row[item] is not None for item in judged)
    ]
    whole = whole if judged else []
    for item in range(len(matrix[0])):
        answers = [row[item] for row in matrix if row[item] is not None]
        expected = sum(map(bool, answers)) / len(answers) if answers else None
        assert items[f"i{item}"]["difficulty"] == expected
    for place, item in enumerate(judged):
        own = [row[place] for row in whole]
        rest = [sum(row) - row[place] for row in whole]
        if len(set(own)) > 1 and len(set(rest)) > 1:
            expected = pytest.approx(statistics.correlation(own, rest), abs=1e-9)
        else:
            expected = None
        assert items[f"i{item}"]["discrimination"] == expected
    totals = [sum(row) for row in whole]
    if len(judged) > 1 and len(set(totals)) > 1:
        variances = sum(statistics.pvariance([row[place] for row in whole]) for place in range(len(judged)))
        alpha = len(judged) / (len(judged) - 1) * (1 - variances / statistics.pvariance(totals))
        assert test["cronbach_alpha"] == pytest.approx(alpha, abs=1e-9)
    else:
        assert test["cronbach_alpha"] is None


@thorough
@given(
    parents=st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=1, max_size=8),
    kinds=st.lists(st.sampled_from(["module", "page", "assessment", "question", "course"]), min_size=8, max_size=8),
    visited=st.sets(st.integers(0, 7)),
)
@example(parents=[None], kinds=["course"] * 8, visited=set())
def test_sections_count_against_the_content_tree(
    models: dict[str, Models], parents: list[int | None], kinds: list[str], visited: set[int]
) -> None:
    """Trees of any shape, circles and courses without content included."""
    run, size = models["UTC"], len(parents)
    run.put(
        "int_activities",
        [
            {
                "activity_id": f"n{number}", "activity_kind": kinds[number], "course_key": "k",
                "parent_activity_id": None if parent is None or parent >= size else f"n{parent}",
            }
            for number, parent in enumerate(parents)
        ],
        position="bigint", points="double", due_at="timestamp",
    )  # fmt: skip
    run.put("int_learning_events__sessionized", [])
    run.put("int_course_keys", [{"native_course": "k", "course_run_id": "r"}])
    run.put("int_course_runs", [{"course_run_id": "r", "course_id": "c"}])
    tree = {row["activity_id"]: row for row in run.build("int_content_tree")}
    run.build("dim_activity")

    def above(number: int) -> list[int] | None:
        """From the top down to it; None in a circle."""
        way = [number]
        while True:
            parent = parents[way[0]]
            if parent is None or parent >= size or parent == way[0] or kinds[parent] == "course":
                return way
            if parent in way:
                return None
            way.insert(0, parent)

    holds = ("course", "module")
    contents: dict[int, set[int]] = defaultdict(set)
    item_of = {}
    for number in range(size):
        way = above(number)
        row = tree[f"n{number}"]
        if kinds[number] == "course":
            assert row["depth"] == 0
            continue
        if way is None:
            assert row["depth"] is None and row["section_id"] is None
            continue
        item = next((one for one in way if kinds[one] not in holds), None)
        item_of[number] = item
        assert (row["depth"], row["section_id"], row["path"]) == (
            len(way), f"n{way[0]}", " > ".join(f"n{one}" for one in way),
        )  # fmt: skip
        assert row["content_item_id"] == (None if item is None else f"n{item}")
        if item == number:
            for container in way[:2]:
                if container != number:
                    contents[container].add(number)
    run.put(
        "fct_content_progress",
        [
            {"learner_id": "a", "course_run_id": "r", "content_item_id": f"n{item}", "is_completed": False}
            for item in sorted({item_of[one] for one in visited if item_of.get(one) is not None})
        ],
        is_completed="boolean", active_seconds="double", first_date="date", last_date="date",
    )  # fmt: skip
    run.put("fct_participations", [{"learner_id": one, "course_id": "c", "course_run_id": "r"} for one in "ab"])
    found = {(row["learner_id"], row["section_id"]): row for row in run.build("learner_sections")}
    reached = {item_of[one] for one in visited if item_of.get(one) is not None}
    expected = {}
    for container, items in contents.items():
        for learner in "ab":
            count = len(items & reached) if learner == "a" else 0
            label = "none" if count == 0 else "all" if count == len(items) else "some"
            expected[learner, f"n{container}"] = (len(items), count, label)
    assert {key: (row["content_items"], row["reached_items"], row["reached"]) for key, row in found.items()} == expected
