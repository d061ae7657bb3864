"""SCORM Cloud as staged against what happened in the packages: SCORM 1.2 and SCORM 2004, every shape value by value."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from typing import Any

import pytest
from compiled import compiled
from conftest import ROOT, Warehouse, at
from test_sources import HALFWAY, load

from demo.simulator.service import LATER, Request, Response
from demo.simulator.systems.scorm import PACKAGES, Launch, Registration, Scorm
from demo.simulator.term import Term

# So many learners has the campus of these tests.
LEARNERS = 60
SOURCE = "demo_scorm"


@pytest.fixture(scope="module")
def truth(term: Term) -> list[Registration]:
    return Scorm(term).registrations()


@pytest.fixture(scope="module")
def built(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("scorm"))
    with Scorm(term) as service:
        for service.now in (HALFWAY, LATER):
            load(service, warehouse.database)
    compiled().build(warehouse.database, "staging/scorm")
    return warehouse


def key(kind: str, *ids: Any) -> str:
    return f"{kind}:{SOURCE}|{'/'.join(map(str, ids))}"


def staged(warehouse: Warehouse, shape: str, *columns: str) -> list[tuple[object, ...]]:
    schema = warehouse.rows(
        f"select table_schema from information_schema.tables where table_name = 'stg_scorm__{shape}'"
    )[0][0]
    return warehouse.rows(f"select distinct {', '.join(columns)} from {schema}.stg_scorm__{shape} order by all")


def ordered(rows: Any) -> list[tuple[object, ...]]:
    return sorted(rows, key=lambda row: tuple((value is None, value) for value in row))


def last(registration: Registration) -> Launch | None:
    return registration.launches[-1] if registration.launches else None


def completed(registration: Registration) -> dt.datetime | None:
    return at(next((launch.ended for launch in registration.launches if launch.is_completed), None))


def test_people(built: Warehouse, truth: list[Registration]) -> None:
    people = set()
    for one in truth:
        user, is_address = one.member.user, "@" in one.learner_id
        people.add(
            (
                key("user", one.learner_id),
                None if is_address else user.institutional_id,
                user.email if is_address else None,
                user.name,
            )
        )
    assert any(row[1] for row in people) and any(row[2] for row in people)
    assert staged(built, "people", "user_identifier", "institutional_id", "email", "person_name") == ordered(people)


def test_packages_and_their_activities(built: Warehouse) -> None:
    assert staged(built, "courses", "course_key", "course_name") == ordered(
        (key("course", package.id), package.title) for package in PACKAGES
    )
    expected = []
    for package in PACKAGES:
        course, root, module = key("course", package.id), f"{package.id}-root", f"{package.id}-module"
        names = [f"{package.id}-{place}" for place in range(1, len(package.lessons))] + [f"{package.id}-test"]
        expected.append((key("activity", package.id, root), course, None, package.title, None))
        parent = key("activity", package.id, root)
        expected.append((key("activity", package.id, module), course, parent, f"{package.title}: module", 1))
        expected += [
            (key("activity", package.id, name), course, key("activity", package.id, module), title, place)
            for place, (name, title) in enumerate(zip(names, package.lessons, strict=True), 1)
        ]
    assert staged(
        built, "activities", "activity_key", "course_key", "parent_activity_key", "activity_name", "position"
    ) == ordered(expected)


def test_registrations(built: Warehouse, truth: list[Registration]) -> None:
    expected = []
    for one in truth:
        end = last(one)
        expected.append(
            (
                key("registration", one.id),
                key("user", one.learner_id),
                key("course", one.package.id),
                end.is_completed if end else None,
                end.is_passed if end else None,
                round(end.score / 100, 6) if end and end.score is not None else None,
                float(sum(launch.seconds for launch in one.launches)),
                at(one.launches[0].started) if end else None,
                completed(one),
                at(end.started) if end else None,
            )
        )
    # The four states of SCORM 1.2, and a learner of SCORM 2004 who has failed and is not done.
    states = {(row[2], row[3], row[4]) for row in expected}
    old, new = (key("course", package.id) for package in PACKAGES)
    assert {(old, True, True), (old, True, False), (old, True, None), (old, False, None), (old, None, None)} <= states
    assert (new, False, False) in states
    assert staged(
        built,
        "content_registrations",
        *("registration_key", "user_identifier", "course_key", "is_completed", "is_passed"),
        *("round(score_scaled, 6) as score", "total_seconds", "started_at", "completed_at", "last_at"),
    ) == ordered(expected)


def test_attempts(built: Warehouse, truth: list[Registration]) -> None:
    expected = []
    for one in truth:
        if end := last(one):
            expected.append(
                (
                    key("registration_instance", one.id, 0),
                    key("user", one.learner_id),
                    1,
                    at(one.launches[0].started),
                    completed(one),
                    end.score,
                    None if end.score is None else 100.0,
                    end.is_completed,
                    end.is_passed,
                    float(sum(launch.seconds for launch in one.launches)),
                )
            )
    assert staged(
        built,
        "attempts",
        *("attempt_key", "user_identifier", "attempt_number", "started_at", "ended_at"),
        *("score_raw", "score_max", "is_completed", "is_passed", "duration_seconds"),
    ) == ordered(expected)


def test_interactions(built: Warehouse, truth: list[Registration]) -> None:
    expected = []
    for one in truth:
        end, test = last(one), f"{one.package.id}-test"
        for place, answer in enumerate(end.interactions if end else (), 1):
            is_correct = {"correct": True, "incorrect": False, "wrong": False}.get(answer.result)
            expected.append(
                (
                    key("registration_instance", one.id, 0),
                    key("item", one.package.id, test, answer.id),
                    place,
                    answer.type,
                    is_correct,
                    float(answer.result) if answer.result[0].isdigit() else None,
                    answer.weighting,
                    answer.seconds,
                    None if one.package.is_scorm_12 else at(answer.at),
                )
            )
    assert len({row[3] for row in expected}) == 9 and {True, False, None} == {row[4] for row in expected}
    assert staged(
        built,
        "item_responses",
        *("attempt_key", "item_key", "position", "interaction_type", "is_correct"),
        *("score_raw", "score_max", "round(latency_seconds, 2) as latency", "responded_at"),
    ) == ordered(expected)


def test_the_second_load_asked_for_what_was_updated(built: Warehouse, truth: list[Registration]) -> None:
    ((since,),) = built.rows("select cursor_from from ops.loads where load_id = 2 and stream = 'registrations'")
    ((received,),) = built.rows("select received from ops.loads where load_id = 2 and stream = 'registrations'")
    assert since and isinstance(received, int) and received < len(truth)


def test_times_of_scorm_12(built: Warehouse) -> None:
    done = subprocess.run(
        [
            *built.build_command()[:1],
            "compile",
            "--quiet",
            "--inline",
            "select {{ timespan_seconds('text') }} from texts",
        ],
        cwd=ROOT,
        env=built.env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    times = {
        "0000:00:26.66": 26.66,
        "00:00:05": 5.0,
        "12:34:56.7": 45296.7,
        "1234:00:00.00": 4442400.0,
        "00:90:00": 5400.0,
        "": None,
        "PT5S": None,
        "12:34": None,
        "-1:00:00": None,
        "00:00:00.": None,
    }
    texts = " union all ".join(f"select {place} as place, '{text}' as text" for place, text in enumerate(times))
    sql = done.stdout.replace("from texts", "as seconds, place from texts")
    rows = built.rows(f"with texts as ({texts}) select round(seconds, 2) from ({sql}) order by place")
    assert [row[0] for row in rows] == list(times.values())


def test_a_tree_that_is_too_deep_is_told(
    built: Warehouse, term: Term, tmp_path_factory: pytest.TempPathFactory
) -> None:
    deep = Warehouse(tmp_path_factory.mktemp("deep"))
    shutil.copy(built.database, deep.database)

    def deeper(request: Request, response: Response) -> Response:
        document = json.loads(response.body)
        for record in document.get("registrations", ())[:1]:
            lesson = record["activityDetails"]["children"][0]["children"][0]
            for level in range(5):
                lesson["children"] = [{"id": f"deeper-{level}", "title": "Deeper", "children": []}]
                lesson = lesson["children"][0]
        return Response(response.status, json.dumps(document).encode(), response.headers)

    with Scorm(term) as service:
        service.tamper = deeper
        load(service, deep.database)
    done = subprocess.run(
        deep.build_command("-s", "scorm_trees_are_followed_to_their_leaves"),
        cwd=ROOT,
        env=deep.env,
        capture_output=True,
        text=True,
    )
    assert done.returncode and "scorm_trees_are_followed_to_their_leaves" in done.stdout
