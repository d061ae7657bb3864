"""Every source under the same faults: all of its records land, or none do and one line says why."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from demo.simulator.run import sources_of
from demo.simulator.server import RecordStore
from demo.simulator.service import LATER, Exhibit, Files, Request, Response, Service
from demo.simulator.study import DAY, TERM
from demo.simulator.systems import EXHIBITS
from demo.simulator.term import Term
from loaders.errors import LoadError
from loaders.landing import load_sources
from loaders.sources import SYSTEMS

SERVICES = [kind for kind in EXHIBITS if issubclass(kind, Service)]
FILES = [kind for kind in EXHIBITS if issubclass(kind, Files)]
HALFWAY = TERM + 35 * DAY
Records = dict[str, list[tuple[str, str]]]

every_system = pytest.mark.parametrize("kind", EXHIBITS, ids=lambda kind: kind.system)
every_service = pytest.mark.parametrize("kind", SERVICES, ids=lambda kind: kind.system)
every_folder = pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.system)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_MARTS_RETRY_SECONDS", "0.01")
    monkeypatch.setenv("LEARNING_MARTS_TIMEOUT_SECONDS", "5")


def load(exhibit: Exhibit, database: Path, **changed: Any) -> None:
    """Load one system, with some settings changed."""
    sources, secrets = sources_of([exhibit])
    sources[f"demo_{exhibit.system}"].update(changed)
    config = database.with_suffix(".yml")
    config.write_text(yaml.safe_dump({"sources": sources}))
    os.environ.update(secrets)
    try:
        load_sources(config, None, database)
    finally:
        for name in secrets:
            del os.environ[name]


def query(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def latest(system: str, database: Path) -> Records:
    """The keys and hashes of every stream's present records."""
    return {
        stream: query(
            database,
            f"""select record_key, payload_hash from raw_{system}.{stream}
                qualify row_number() over (partition by record_key order by load_id desc, record_number desc) = 1
                order by all""",
        )
        for stream in SYSTEMS[system].streams
    }


def counts(database: Path) -> list[tuple[int, ...]]:
    """(received, landed, unchanged, rejected) of each load."""
    return query(
        database,
        """select sum(received)::bigint, sum(landed)::bigint, sum(unchanged)::bigint, sum(rejected)::bigint
            from ops.loads group by load_id order by load_id""",
    )


@pytest.fixture(scope="module")
def whole(term: Term, tmp_path_factory: pytest.TempPathFactory) -> Callable[[type[Exhibit]], Records]:
    """What each system holds, loaded without a fault, once."""
    found: dict[str, Records] = {}

    def of(kind: Any) -> Records:
        if kind.system not in found:
            database = tmp_path_factory.mktemp(kind.system) / "whole.duckdb"
            with kind(term) as exhibit:
                load(exhibit, database)
            found[kind.system] = latest(kind.system, database)
        return found[kind.system]

    return of


@every_system
def test_all_streams_land_and_none_twice(kind: Any, term: Term, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    with kind(term) as exhibit:
        load(exhibit, database)
        load(exhibit, database)
    found = latest(kind.system, database)
    assert {stream for stream, records in found.items() if not records} == kind.unshown
    first, second = counts(database)
    assert first[1] == sum(map(len, found.values())) and first[3] == 0
    assert second[1] == second[3] == 0
    for received, landed, unchanged, rejected in (first, second):
        assert received == landed + unchanged + rejected


@every_system
def test_a_system_that_holds_nothing_loads_nothing(kind: Any, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    with kind(Term.empty()) as exhibit:
        load(exhibit, database)
    (received, landed, _, rejected), *_ = counts(database)
    assert landed == received and rejected == 0
    if issubclass(kind, Service):
        # What a system is made of may be there without anybody in it: a term, an organization.
        assert landed <= 10


@every_service
def test_small_pages_hold_the_same(kind: Any, term: Term, whole: Any, tmp_path: Path) -> None:
    with kind(term) as service:
        if "page_size" not in service.settings():
            pytest.skip("the API does not page")
        load(service, tmp_path / "w.duckdb", page_size=7)
    assert latest(kind.system, tmp_path / "w.duckdb") == whole(kind)


def half(response: Response) -> Response:
    return Response(200, response.body[: len(response.body) // 2], response.headers)


FAULTS: dict[str, Callable[[Service, Response], Response]] = {
    "throttle": lambda service, response: service.throttled(),
    "503": lambda service, response: Response(503),
    "reset in mid-body": lambda service, response: Response(
        200, response.body[:-1], response.headers, length=len(response.body) + 1
    ),
    "cut off": lambda service, response: half(response),
    "HTML": lambda service, response: Response(200, b"<html>busy</html>", {"Content-Type": "text/html"}),
}


@every_service
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_loses_nothing(fault: str, kind: Any, term: Term, whole: Any, tmp_path: Path) -> None:
    met: set[str] = set()

    def first_time(request: Request, response: Response) -> Response:
        # A signed assertion is another at each try.
        form = {name: value for name, value in request.form.items() if name != "client_assertion"}
        asked = repr((request.method, request.path, request.query, form))
        if asked in met:
            return response
        met.add(asked)
        return FAULTS[fault](service, response)

    with kind(term) as service:
        service.tamper = first_time
        load(service, tmp_path / "w.duckdb")
    assert met and latest(kind.system, tmp_path / "w.duckdb") == whole(kind)


@every_service
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_lands_nothing(fault: str, kind: Any, term: Term, tmp_path: Path) -> None:
    with kind(term) as service:
        service.tamper = lambda request, response: (
            FAULTS[fault](service, response) if len(service.requests) > 3 else response
        )
        with pytest.raises(LoadError) as refused:
            load(service, tmp_path / "w.duckdb")
        assert_one_line(refused.value, service)
    assert not any(latest(kind.system, tmp_path / "w.duckdb").values())
    assert counts(tmp_path / "w.duckdb") == []


def assert_one_line(error: LoadError, service: Service) -> None:
    assert len(str(error).splitlines()) == 1 and service.secret not in str(error)


@every_service
def test_wrong_credentials_end_at_once(kind: Any, term: Term, tmp_path: Path) -> None:
    with kind(term) as service:
        real, service.secret = service.secret, "another"
        wrong = copy.copy(service.settings())
        service.secret = real
        service.settings = lambda: wrong
        with pytest.raises(LoadError) as refused:
            load(service, tmp_path / "w.duckdb")
        assert_one_line(refused.value, service)
        assert "credentials" in str(refused.value) and len(service.requests) <= 2


@every_service
def test_a_token_that_expires_is_had_anew(kind: Any, term: Term, whole: Any, tmp_path: Path) -> None:
    def expiring(request: Request, response: Response) -> Response:
        if len(service.requests) % 5 == 0:
            service.expire_tokens()
        return response

    with kind(term) as service:
        service.tamper = expiring
        load(service, tmp_path / "w.duckdb")
        if not service.has_tokens:
            pytest.skip("the API has no tokens that expire")
    assert latest(kind.system, tmp_path / "w.duckdb") == whole(kind)


@every_system
def test_a_later_load_adds_what_is_new(kind: Any, term: Term, whole: Any, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    with kind(term) as exhibit:
        exhibit.now = HALFWAY
        if isinstance(exhibit, Files):
            exhibit.write()
        load(exhibit, database)
        cursors = query(database, "select stream, cursor_value from ops.cursors")
        exhibit.now = LATER
        if isinstance(exhibit, Files):
            exhibit.write()
        load(exhibit, database)
    found, expected = latest(kind.system, database), whole(kind)
    for stream, records in expected.items():
        # What is gone at the end, such as a page that was taken down, stays as it was landed.
        assert set(records) <= set(found[stream]), stream
    first, second = counts(database)
    assert first[1] < sum(map(len, expected.values())) or kind.is_timeless
    if cursors:
        assert second[0] < sum(map(len, expected.values())), "a load with cursors asks for what is new only"


@every_service
def test_a_broken_record_is_rejected_alone(kind: Any, term: Term, whole: Any, tmp_path: Path) -> None:
    # Half of a surrogate pair: no JSON in UTF-8 can hold it.
    broken = rb"\ud800" + kind.poison.encode()

    def poisoned(request: Request, response: Response) -> Response:
        body = response.body.replace(kind.poison.encode(), broken)
        return Response(response.status, body, response.headers)

    with kind(term) as service:
        service.tamper = poisoned
        load(service, tmp_path / "w.duckdb")
    ((received, landed, unchanged, rejected),) = counts(tmp_path / "w.duckdb")
    assert rejected >= 1 and received == landed + unchanged + rejected
    rows = query(tmp_path / "w.duckdb", f"select payload_text, reason from raw_{kind.system}.rejected")
    assert len(rows) == rejected and all(broken.decode() in text and "JSON" in reason for text, reason in rows)
    assert landed + rejected == sum(map(len, whole(kind).values()))


@every_folder
def test_files_that_are_not_there_are_one_line(kind: Any, term: Term, tmp_path: Path) -> None:
    with kind(term) as exhibit, pytest.raises(LoadError) as refused:
        load(exhibit, tmp_path / "w.duckdb", path=str(tmp_path / "nowhere"))
    assert len(str(refused.value).splitlines()) == 1 and "nowhere" in str(refused.value)


def test_the_campus_shows_every_system() -> None:
    shown = {kind.system for kind in EXHIBITS} | {RecordStore.system, "identity"}
    assert shown == set(SYSTEMS)
