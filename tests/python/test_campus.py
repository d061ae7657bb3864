"""The simulated campus: the same bytes for the same seed, a server that keeps its promises, a truth that adds up."""

from __future__ import annotations

import base64
import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
import requests
from conftest import ROOT

from demo.simulator.campus import Campus
from demo.simulator.run import run_demo, truth_beside
from demo.simulator.server import RecordStore
from demo.simulator.truth import TABLES, union_length
from loaders.errors import LoadError

LEARNERS = 60


@pytest.fixture(scope="module")
def campus() -> Campus:
    return Campus(7, LEARNERS)


@pytest.fixture(scope="module")
def truth(campus: Campus, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    file = tmp_path_factory.mktemp("truth") / "truth.duckdb"
    campus.truth.write(file)
    return duckdb.connect(str(file), read_only=True)


@pytest.fixture(scope="module")
def statements(campus: Campus) -> list[dict[str, Any]]:
    return [json.loads(text) for text, _ in campus.statements()]


def one(truth: duckdb.DuckDBPyConnection, query: str) -> Any:
    row = truth.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_the_same_seed_gives_the_same_bytes(campus: Campus) -> None:
    again = Campus(7, LEARNERS)
    assert again.statements() == campus.statements()
    assert again.truth.rows == campus.truth.rows
    assert again.identity_links() == campus.identity_links()
    assert Campus(8, LEARNERS).statements() != campus.statements()


def test_every_table_is_written_as_it_was_gathered(campus: Campus, truth: duckdb.DuckDBPyConnection) -> None:
    for table in TABLES:
        assert one(truth, f"select count(*) from {table}") == len(campus.truth.rows[table]) > 0, table


def test_arrival_is_in_order_and_not_that_of_the_events(campus: Campus, statements: list[dict[str, Any]]) -> None:
    arrived = [stored for _, stored in campus.statements()]
    assert arrived == sorted(arrived)
    times = [dt.datetime.fromisoformat(s["timestamp"]) for s in statements if s["timestamp"][0] == "2"]
    assert times != sorted(times)


def test_what_real_systems_do_wrong_is_there(
    campus: Campus, statements: list[dict[str, Any]], truth: duckdb.DuckDBPyConnection
) -> None:
    assert one(truth, "select count(distinct reason) from rejected") == 4
    assert one(truth, "select count(distinct fault) from faults") == 2
    assert one(truth, "select count(distinct rule) from breaches") == 3
    texts = Counter(text for text, _ in campus.statements())
    assert max(texts.values()) > 1
    position: dict[str, int] = {}
    for index, statement in enumerate(statements):
        position.setdefault(statement["id"].lower(), index)
    voidings = [
        (index, position.get(s["object"]["id"]))
        for index, s in enumerate(statements)
        if s.get("verb", {}).get("id", "").endswith("/voided")
    ]
    assert any(target is None for _, target in voidings)
    assert any(target is not None and target > index for index, target in voidings)
    assert any(target is not None and target < index for index, target in voidings)
    bodies: dict[str, set[str]] = {}
    for text, _ in campus.statements():
        bodies.setdefault(json.loads(text)["id"], set()).add(text)
    different = {statement_id for statement_id, found in bodies.items() if len(found) > 1}
    assert different == {row[0] for row in campus.truth.rows["conflicts"]}
    kinds = Counter(s["object"].get("objectType", "Activity") for s in statements if "object" in s)
    assert {"Activity", "SubStatement", "StatementRef"} <= set(kinds)
    assert any(s["actor"].get("objectType") == "Group" for s in statements)
    assert {key for s in statements for key in s["actor"]} >= {"mbox", "mbox_sha1sum", "account", "openid", "member"}


def test_events_are_what_was_sent_and_not_taken_back(
    statements: list[dict[str, Any]], truth: duckdb.DuckDBPyConnection
) -> None:
    sent = {s["id"].lower() for s in statements}
    for table in ("events", "rejected", "voided", "conflicts", "faults", "item_responses"):
        # Events of other systems are in no statement.
        known = f"select statement_id from {table} where statement_id is not null"
        assert {row[0] for row in truth.execute(known).fetchall()} <= sent, table
    assert one(truth, "select count(*) from events semi join rejected using (statement_id)") == 0
    assert one(truth, "select count(*) from events semi join voided using (statement_id)") == 0
    once = "select count(*) - count(distinct (statement_id, person_key)) from events where statement_id is not null"
    assert one(truth, once) == 0
    # What a group did together counts once for each member.
    assert one(truth, "select count(*) > count(distinct statement_id) from events")


def test_no_tie_and_no_gap_near_the_limit(truth: duckdb.DuckDBPyConnection) -> None:
    gaps = """select date_diff('millisecond', lag(event_at) over (partition by person_key order by event_at), event_at)
        as gap from events"""
    assert one(truth, f"select min(gap) from ({gaps})") > 0
    assert one(truth, f"select min(abs(gap - 1800000)) from ({gaps})") > 1000


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("select sum(event_count) from sessions", "select count(*) from events"),
        ("select sum(responses) from attempts", "select count(*) from item_responses"),
        ("select sum(correct_responses) from attempts", "select count(*) from item_responses where is_correct"),
        ("select sum(breaches) from content_registrations", "select count(*) from breaches"),
    ],
)
def test_the_tables_add_up(truth: duckdb.DuckDBPyConnection, left: str, right: str) -> None:
    assert one(truth, left) == one(truth, right)


def test_measures_stay_within_their_bounds(truth: duckdb.DuckDBPyConnection) -> None:
    assert one(truth, "select bool_and(0 < unique_seconds and unique_seconds <= played_seconds) from video_views")
    assert one(truth, "select bool_and(unique_seconds <= length_seconds) from video_views")
    assert one(truth, "select count(distinct evidence) from video_views") == 2
    assert one(truth, "select count(*) from people where person_key not in (select person_key from events)") > 1
    for column in ("is_completed", "is_passed"):
        assert one(truth, f"select count(*) > count({column}) from attempts"), column
        assert one(truth, f"select count(*) > count({column}) from outcomes"), column
    assert one(truth, "select bool_and(is_completed) from outcomes")


def test_a_statement_carries_the_identifier_of_its_person(
    statements: list[dict[str, Any]], truth: duckdb.DuckDBPyConnection
) -> None:
    owner = dict(truth.execute("select identifier, person_key from identifiers").fetchall())
    people = dict(truth.execute("select statement_id, person_key from events").fetchall())
    for statement in statements:
        actor = statement["actor"]
        if "mbox" in actor and statement["id"] in people:
            local, domain = actor["mbox"].split("@")
            assert owner[f"mbox:{local}@{domain.lower()}"] == people[statement["id"]]


def test_answers_hold_names(statements: list[dict[str, Any]], truth: duckdb.DuckDBPyConnection) -> None:
    names = {row[0] for row in truth.execute("select value from pii_values where kind = 'name'").fetchall()}
    responses = [s.get("result", {}).get("response", "") for s in statements]
    assert any(name in response for response in responses for name in names)


def test_the_truth_does_not_know_the_systems() -> None:
    """What happened does not depend on how a system renders it."""
    loaded = "[name for name in sys.modules if name.startswith('demo.simulator.systems')]"
    code = f"import sys, demo.simulator.recorded, demo.simulator.truth; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_union_of_intervals() -> None:
    assert union_length([(5, 10), (0, 6), (20, 25), (21, 22), (25, 26)]) == 16
    assert union_length([]) == 0


def ask(store: RecordStore, path: str = "/statements", **query: str) -> requests.Response:
    address = path if path.startswith("http") else store.url + path
    return requests.get(
        address,
        params=query,
        auth=(store.username, store.password),
        headers={"X-Experience-API-Version": "1.0.3"},
        timeout=10,
    )


def pull(store: RecordStore, **query: str) -> list[dict[str, Any]]:
    answer = ask(store, **query).json()
    found: list[dict[str, Any]] = answer["statements"]
    while answer["more"]:
        assert answer["more"].startswith("/xAPI/")
        answer = ask(store, store.url.removesuffix("/xAPI") + answer["more"]).json()
        found += answer["statements"]
    return found


def test_pages_hold_every_statement_in_either_order(campus: Campus, statements: list[dict[str, Any]]) -> None:
    with RecordStore(campus) as store:
        assert pull(store, limit="700", ascending="true") == statements
        assert pull(store, limit="900") == statements[::-1]
        assert len(ask(store, limit="3").json()["statements"]) == 3


def test_since_leaves_out_its_time_and_until_takes_it_in(campus: Campus) -> None:
    arrived = [stored for _, stored in campus.statements()]
    middle = arrived[len(arrived) // 2]
    with RecordStore(campus) as store:
        later = pull(store, since=middle, ascending="true", limit="5000")
        earlier = pull(store, until=middle, ascending="true", limit="5000")
        assert len(later) == sum(stored > middle for stored in arrived)
        assert len(earlier) + len(later) == len(arrived)
        offset = middle.replace("Z", "+00:00")
        assert pull(store, since=offset, ascending="true", limit="5000") == later


def test_the_store_shows_no_more_than_had_arrived(campus: Campus, statements: list[dict[str, Any]]) -> None:
    with RecordStore(campus) as store:
        store.now = store.times[999]
        answer = ask(store, limit="100")
        promised = answer.headers["X-Experience-API-Consistent-Through"]
        assert dt.datetime.fromisoformat(promised).timestamp() * 1000 == pytest.approx(store.now)
        assert answer.headers["X-Experience-API-Version"] == "1.0.3"
        seen = pull(store, ascending="true", limit="100")
        assert seen == statements[: len(seen)]
        assert 1000 <= len(seen) < 1100


def test_nothing_is_told_without_credentials(campus: Campus) -> None:
    version = {"X-Experience-API-Version": "1.0.3"}
    with RecordStore(campus) as store:
        address = f"{store.url}/statements"
        assert requests.get(address, headers=version, timeout=10).status_code == 401
        wrong = requests.get(address, headers=version, auth=(store.username, "wrong"), timeout=10)
        assert wrong.status_code == 401
        assert b"statements" not in wrong.content
        assert ask(store, limit="1").status_code == 200
        assert requests.get(address, auth=(store.username, store.password), timeout=10).status_code == 400


@pytest.mark.parametrize(
    "query", [{"limit": "many"}, {"limit": "-1"}, {"since": "today"}, {"verb": "http://x.example"}]
)
def test_a_query_that_cannot_be_understood_is_refused(campus: Campus, query: dict[str, str]) -> None:
    with RecordStore(campus) as store:
        assert ask(store, **query).status_code == 400
        forged = base64.urlsafe_b64encode(b"[1]").decode()
        assert ask(store, f"/statements/more/{forged}").status_code == 400
        assert ask(store, "/elsewhere").status_code == 404


def test_the_demo_loads_once_and_refuses_another_campus(tmp_path: Path) -> None:
    database = tmp_path / "warehouse.duckdb"
    run_demo(database, 12, 1)
    with duckdb.connect(str(database)) as connection:
        landed = one(connection, "select count(distinct record_key) from raw_xapi.statements")
        expected = {json.loads(text)["id"].lower() for text, _ in Campus(1, 12).statements()}
        assert landed == len(expected)
    run_demo(database, 12, 1)
    with duckdb.connect(str(database)) as connection:
        assert one(connection, "select landed from ops.loads order by load_id desc limit 1") == 0
    assert truth_beside(database).name == "warehouse_truth.duckdb"
    with pytest.raises(LoadError, match="another campus"):
        run_demo(database, 13, 1)
