"""Loaders against recorded and scripted servers, and against files in every form."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from conftest import Answer, Warehouse, send

LRS = "  lrs: {{system: xapi, url: '{url}/xAPI', username: someone, password: '${{LRS_PASSWORD}}'}}\n"
SECRET = {"LRS_PASSWORD": "s3cret-value"}
COUNTS = "select received, landed, unchanged, rejected from ops.loads order by load_id"


def statement(number: int, **extra: object) -> dict[str, object]:
    return {"id": f"00000000-0000-4000-8000-{number:012d}", "stored": f"2026-01-01T00:00:{number:02d}Z", **extra}


def test_recorded_pages_land_once(shared: Path, serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    pages = shared / "learning_locker" / "pages"
    index = [json.loads(line) for line in (pages / "index.ndjson").read_text().splitlines()]
    recorded = {entry["path"]: entry for entry in index}
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        entry = recorded.get(handler.path, index[0])
        body = gzip.decompress((pages / entry["file"]).read_bytes())
        through = entry["headers"]["X-Experience-API-Consistent-Through"]
        send(handler, 200, body, {"X-Experience-API-Consistent-Through": through})

    sources = LRS.format(url=serve(answer))
    assert warehouse.load(sources, env=SECRET).returncode == 0
    assert len(asked) == 44
    assert "limit=500" in asked[0] and "ascending=true" in asked[0] and "attachments=false" in asked[0]
    assert warehouse.load(sources, env=SECRET).returncode == 0
    assert "since=2026-11-23T15" in asked[44]
    assert warehouse.rows(COUNTS) == [(22000, 22000, 0, 0), (22000, 0, 22000, 0)]
    warehouse.build()
    assert warehouse.rows("select count(*), count(distinct learner_id) from core.fct_learning_events") == [
        (22000, 1452)
    ]
    assert warehouse.rows("select count(*) from engagement.video_engagement") == [(10,)]


BODY = json.dumps({"statements": [statement(1), statement(2)], "more": ""}).encode()
PASSING = {
    "429 with Retry-After": lambda h: send(h, 429, b"", {"Retry-After": "0"}),
    "429 without": lambda h: send(h, 429, b""),
    "503": lambda h: send(h, 503, b"", {"Retry-After": "Thu, 01 Jan 2026 00:00:00 GMT"}),
    "reset in mid-body": lambda h: send(h, 200, BODY[:40], length=len(BODY)),
    "truncated page": lambda h: send(h, 200, BODY[:-20]),
    "HTML": lambda h: send(h, 200, b"<html>busy</html>", {"Content-Type": "text/html"}),
}


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("times", [2, 1000], ids=["passes", "stays"])
def test_faults_recover_or_end_in_one_line(
    fault: str, times: int, serve: Callable[[Answer], str], warehouse: Warehouse
) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        PASSING[fault](handler) if len(asked) <= times else send(handler, 200, BODY)

    done = warehouse.load(LRS.format(url=serve(answer)), env=SECRET)
    if times == 2:
        assert done.returncode == 0, done.stderr
        assert warehouse.rows(COUNTS) == [(2, 2, 0, 0)]
    else:
        assert_refused(done, warehouse)


def assert_refused(done: subprocess.CompletedProcess[str], warehouse: Warehouse) -> None:
    assert done.returncode != 0
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert SECRET["LRS_PASSWORD"] not in done.stdout + done.stderr
    assert warehouse.rows("select * from raw_xapi.statements") == []
    assert warehouse.rows("select * from ops.cursors") == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_refusals_end_at_once(status: int, serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        send(handler, status, b"")

    done = warehouse.load(LRS.format(url=serve(answer)), env=SECRET)
    assert_refused(done, warehouse) if status != 404 else None
    assert done.returncode != 0 and str(status) in done.stderr and len(asked) == 1


def test_expired_more_restarts_and_lands_nothing_twice(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        if "more=1" not in handler.path:
            body = {"statements": [statement(1)], "more": "/xAPI/statements?more=1"}
            send(
                handler, 200, json.dumps(body).encode(), {"X-Experience-API-Consistent-Through": "2026-01-01T00:00:01Z"}
            )
        elif len(asked) == 2:
            send(handler, 400, b"")
        else:
            send(handler, 200, json.dumps({"statements": [statement(2)], "more": ""}).encode())

    assert warehouse.load(LRS.format(url=serve(answer)), env=SECRET).returncode == 0
    assert warehouse.rows(COUNTS) == [(3, 2, 1, 0)]
    # Statement 2 was stored after what the server promised to be complete: the cursor stays behind it.
    assert warehouse.rows("select cursor_value from ops.cursors") == [("2026-01-01T00:00:00.999000Z",)]


def test_more_on_another_host_gets_no_credentials(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    elsewhere: list[str] = []

    def other(handler: BaseHTTPRequestHandler) -> None:
        elsewhere.append(handler.path)
        send(handler, 200, BODY)

    foreign = serve(other)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = {"statements": [statement(3)], "more": f"{foreign}/xAPI/statements?more=1"}
        send(handler, 200, BODY if "more=1" in handler.path else json.dumps(body).encode())

    assert warehouse.load(LRS.format(url=serve(answer)), env=SECRET).returncode == 0
    assert elsewhere == []
    assert warehouse.rows(COUNTS) == [(3, 3, 0, 0)]


def test_secrets_are_in_no_table(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    warehouse.load(LRS.format(url=serve(lambda handler: send(handler, 200, BODY))), env=SECRET)
    assert SECRET["LRS_PASSWORD"].encode() not in warehouse.database.read_bytes()


def test_files_in_every_form_add_up(warehouse: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    lines = b"\n".join(json.dumps(statement(n)).encode() for n in (1, 2))
    (folder / "lines.ndjson").write_bytes(lines + b'\n\n{broken\n[1]\n"text"\n\xff\xfe\n{"id": "x\\ud800"}\n')
    (folder / "array.json").write_text(json.dumps([statement(2), statement(3)], indent=2))
    with gzip.open(folder / "page.json.gz", "wt") as page:
        json.dump({"more": "", "statements": [statement(3, changed=True), statement(4), 7]}, page)
    warehouse.land(folder)
    warehouse.land(folder)
    first, second = warehouse.rows(COUNTS)
    # Statement 3 comes twice with different text: both versions are history. The rest of the repeats is unchanged.
    assert first == (12, 5, 1, 6)
    assert second[0] == second[1] + second[2] + second[3] == 12
    reasons = warehouse.rows("select reason, count(*) from raw_xapi.rejected where load_id = 1 group by 1 order by 1")
    assert reasons == [("not JSON in UTF-8", 3), ("not a JSON object", 3)]


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ("  lrs: {system: xapy}\n", "write one of xapi"),
        ("  lrs: {system: xapi}\n", "write either 'url:'"),
        ("  lrs: {system: xapi, url: u, user_name: a}\n", "did you mean 'username'"),
        (
            "  lrs: {system: xapi, url: u, username: a, password: '${NOT_SET_ANYWHERE}'}\n",
            "NOT_SET_ANYWHERE is not set",
        ),
        ("  lrs: {system: xapi, path: p, page_size: many}\n", "write a whole number"),
        ("  lrs: {system: xapi, path: nowhere/}\n", "no file there"),
        ("  - [\n", "not readable as YAML"),
    ],
)
def test_configuration_errors_say_what_to_write(sources: str, said: str, warehouse: Warehouse) -> None:
    done = warehouse.load(sources)
    assert done.returncode != 0 and said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
