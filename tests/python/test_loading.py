"""Loaders against recorded and scripted servers, and against files in every form."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import duckdb
import pytest
from compiled import compiled
from conftest import ROOT, Answer, Warehouse, send
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import spool
from loaders.landing import load_sources
from loaders.sources import xapi

LRS = "  lrs: {{system: xapi, url: '{url}/xAPI', username: someone, password: '${{LRS_PASSWORD}}'}}\n"
SECRET = {"LRS_PASSWORD": "s3cret-välue…", "LEARNING_MARTS_TIMEOUT_SECONDS": "0.3"}
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
    compiled().build(warehouse.database, "fct_learning_events", "video_engagement")
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
    "silence": lambda h: time.sleep(0.5),
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
    # Statement 2 was stored after what the server promised to be complete: the cursor stays behind it, and before
    # the promise itself, which holds for what was stored earlier than it while `since` excludes the very time.
    assert warehouse.rows("select cursor_value from ops.cursors") == [("2026-01-01T00:00:00.999000Z",)]


def test_secrets_are_in_no_table(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    warehouse.load(LRS.format(url=serve(lambda handler: send(handler, 200, BODY))), env=SECRET)
    assert SECRET["LRS_PASSWORD"].encode() not in warehouse.database.read_bytes()


def test_retry_after_is_waited_for(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    asked: list[float] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(time.monotonic())
        send(handler, 200, BODY) if len(asked) > 1 else send(handler, 429, b"", {"Retry-After": "1"})

    assert warehouse.load(LRS.format(url=serve(answer)), env=SECRET).returncode == 0
    assert asked[1] - asked[0] >= 1


@pytest.mark.parametrize(
    "more",
    ["/xAPI/statements?page=2", "?page=2", "{url}/xAPI/statements?page=2", "http://127.0.0.1:9/xAPI/statements?page=2"],
)
def test_more_is_followed_on_the_configured_host_only(
    more: str, serve: Callable[[Answer], str], warehouse: Warehouse
) -> None:
    url = ""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        assert handler.headers["X-Experience-API-Version"] == "1.0.3" and handler.headers["Authorization"]
        number = 2 if "page=2" in handler.path else 1
        body = {"more": "" if number == 2 else more.format(url=url), "statements": [statement(number)]}
        send(handler, 200, json.dumps(body).encode())

    url = serve(answer)
    done = warehouse.load(LRS.format(url=url), env=SECRET)
    assert done.returncode == 0, done.stderr
    assert warehouse.rows(COUNTS) == [(2, 2, 0, 0)]


def test_more_that_leads_nowhere_ends_in_one_line(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    body = json.dumps({"statements": [statement(1)], "more": "/xAPI/statements?again"}).encode()
    assert_refused(
        warehouse.load(LRS.format(url=serve(lambda handler: send(handler, 200, body))), env=SECRET), warehouse
    )


@pytest.mark.parametrize(
    "broken", [rb'{"id": "x\ud800"}', b'{"id": "x\x00"}', b'{"id": "\xff\xfe"}', b'{"id": "a\rb"}', b"7", b"null"]
)
def test_one_broken_record_is_rejected_alone(
    broken: bytes, serve: Callable[[Answer], str], warehouse: Warehouse
) -> None:
    good = json.dumps(statement(1), indent=2).encode()
    last = '{"id": "a\u2028\u00e9", "text": "\\u0000 \\ud83d\\ude00 ] , }"}'.encode()
    first = b'{"more": "/xAPI/statements?2", "statements": [' + good + b", " + broken + b",\r\n" + last + b"]}"

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, b'{"statements": []}' if handler.path.endswith("?2") else first)

    done = warehouse.load(LRS.format(url=serve(answer)), env=SECRET)
    assert done.returncode == 0, done.stderr
    assert warehouse.rows(COUNTS) == [(3, 2, 0, 1)]
    assert warehouse.rows("select pages from ops.loads") == [(2,)]
    assert warehouse.rows("select record_key from raw_xapi.statements order by all desc limit 1") == [
        ("a\u2028\u00e9",)
    ]


def test_large_and_repeated_statements(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    large = statement(1, text="x" * 20_000_000)
    lower = statement(2, id="0000000a-0000-4000-8000-000000000002")
    upper = lower | {"id": str(lower["id"]).upper()}
    body = json.dumps({"statements": [large, large, lower, upper, {"verb": 1}, {"verb": 1}]}).encode()
    long = SECRET | {"LEARNING_MARTS_TIMEOUT_SECONDS": "30"}
    done = warehouse.load(LRS.format(url=serve(lambda handler: send(handler, 200, body))), env=long)
    assert done.returncode == 0, done.stderr
    # No id: the hash is the key. The same id in capitals is other text: a second version.
    assert warehouse.rows(COUNTS) == [(6, 4, 2, 0)]


@pytest.mark.parametrize("record", [b'{"id": "1"}', b'{"id": "1", "stored": "2026-01-01T00:00:01Z"}'])
def test_without_stored_times_or_a_promise_there_is_no_cursor(
    record: bytes, serve: Callable[[Answer], str], warehouse: Warehouse
) -> None:
    sources = LRS.format(url=serve(lambda handler: send(handler, 200, b'{"statements": [' + record + b"]}")))
    for _ in range(2):
        assert warehouse.load(sources, env=SECRET).returncode == 0
    assert warehouse.rows(COUNTS) == [(1, 1, 0, 0), (1, 0, 1, 0)]
    assert warehouse.rows("select * from ops.cursors") == []
    (note,) = warehouse.rows("select distinct note from ops.loads")[0]
    assert "reads everything" in str(note)


def test_a_killed_load_leaves_nothing(serve: Callable[[Answer], str], warehouse: Warehouse) -> None:
    asked: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        if len(asked) == 5:  # the load that asks is killed before it hears
            time.sleep(3)
            return
        number = int(handler.path.partition("page=")[2] or 1)
        more = f"?page={number + 1}" if number < 6 else ""
        send(handler, 200, json.dumps({"more": more, "statements": [statement(number)]}).encode())

    sources = LRS.format(url=serve(answer))
    assert warehouse.load("  files: {system: xapi, path: nowhere}\n").returncode == 1
    (warehouse.folder / "sources.yml").write_text("sources:\n" + sources)
    # A chunk a page, so that rows are in the open transaction when the end comes.
    code = "from loaders import spool; spool._CHUNK_BYTES = 1; from loaders.__main__ import main; main()"
    command = [sys.executable, "-c", code, "load", "--config", str(warehouse.folder / "sources.yml")]
    slow = warehouse.env | SECRET | {"LEARNING_MARTS_TIMEOUT_SECONDS": "30"}
    with subprocess.Popen(command, cwd=ROOT, env=slow) as load:
        while len(asked) < 5:
            time.sleep(0.05)
        time.sleep(0.3)
        load.kill()
    assert list(warehouse.folder.glob("*.pages/*/*.ndjson"))
    assert warehouse.rows("select (select count(*) from raw_xapi.statements) + (select count(*) from ops.loads)") == [
        (0,)
    ]
    assert warehouse.load(sources, env=SECRET).returncode == 0
    assert warehouse.rows(COUNTS) == [(6, 6, 0, 0)]
    assert not list(warehouse.folder.glob("*.pages"))


def test_a_failing_source_does_not_keep_the_others_from_loading(warehouse: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "one.ndjson").write_text(json.dumps(statement(1)))
    (tmp_path / "cut.json").write_text('[{"id": 1}, {"id"')
    files = "  bad: {{system: xapi, path: '{0}/cut.json'}}\n  good: {{system: xapi, path: '{0}/one.ndjson'}}\n"
    done = warehouse.load(files.format(tmp_path))
    assert done.returncode == 1 and "check that the file is whole" in done.stderr
    assert warehouse.rows("select source_id, landed from ops.loads") == [("good", 1)]
    shown = subprocess.run(
        [sys.executable, "-m", "loaders", "status"], cwd=ROOT, env=warehouse.env, capture_output=True, text=True
    )
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["source", "good"]


RECORD = st.builds(lambda key, value: json.dumps({"id": f"k{key}", "v": value}), st.integers(0, 3), st.integers(0, 1))
LINE = st.one_of(RECORD, st.sampled_from(["[1]", "{", "7", "null", '"a"', "\u2028", '{"v": 1}', "{'id': 1}"]))


@settings(max_examples=15, deadline=None)
@given(loads=st.lists(st.lists(LINE, max_size=12), min_size=1, max_size=3))
def test_counts_add_up_and_history_is_kept(loads: list[list[str]]) -> None:
    last: dict[str, str] = {}
    expected = []
    with tempfile.TemporaryDirectory(prefix="it's [a] folder ") as name:
        folder = Path(name)
        (folder / "sources.yml").write_text(f'sources: {{files: {{system: xapi, path: "{folder}/lines.ndjson"}}}}')
        for lines in loads:
            (folder / "lines.ndjson").write_text("\n".join(lines), encoding="utf-8")
            landed = unchanged = rejected = 0
            for line in lines:
                try:
                    record = json.loads(line)
                except ValueError:
                    record = None
                if not isinstance(record, dict):
                    rejected += 1
                    continue
                key = record.get("id", line)
                landed, unchanged = landed + (last.get(key) != line), unchanged + (last.get(key) == line)
                last[key] = line
            expected.append((len(lines), landed, unchanged, rejected))
            load_sources(folder / "sources.yml", database=folder / "w.duckdb")
        with duckdb.connect(str(folder / "w.duckdb")) as connection:
            assert connection.execute(COUNTS).fetchall() == expected
            rows = connection.execute(
                "select load_id, count(*) from raw_xapi.statements group by 1 having count(*) > 0 order by 1"
            ).fetchall()
    assert rows == [(number, counts[1]) for number, counts in enumerate(expected, 1) if counts[1]]


@pytest.mark.parametrize("chunk_bytes", [50_000, 10_000_000])
def test_records_keep_their_order_over_files_and_chunks(
    chunk_bytes: int, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_FILE_BYTES", 10_000)
    monkeypatch.setattr(spool, "_CHUNK_BYTES", chunk_bytes)
    monkeypatch.setattr(xapi, "_FILE_PAGE_BYTES", 4_000)
    # Every id comes twice, with another text; every tenth line a third time, as it was.
    texts = [json.dumps({"id": f"k{number % 5000}", "v": number}) for number in range(10_000)]
    lines = [line for number, line in enumerate(texts) for line in [line] * (2 if number % 10 == 0 else 1)]
    (tmp_path / "lines.ndjson").write_text("\n".join(lines))
    (tmp_path / "sources.yml").write_text(f"sources: {{files: {{system: xapi, path: '{tmp_path}/lines.ndjson'}}}}")
    load_sources(tmp_path / "sources.yml", database=warehouse.database)
    assert warehouse.rows(COUNTS) == [(11_000, 10_000, 1_000, 0)]
    landed = warehouse.rows("select record_number, payload ->> 'v' from raw_xapi.statements order by rowid")
    numbers = [number for number, _ in landed]
    assert numbers == sorted(numbers) and (min(numbers), max(numbers)) == (1, 11_000)
    assert [int(str(value)) for _, value in landed] == list(range(10_000))


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


def test_links_land_once_and_need_their_columns(warehouse: Warehouse, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    sources = f"  links: {{system: identity, path: '{links}'}}\n"
    links.write_text("identifier_a,note,identifier_b\nmbox:mailto:a@e.org,x,openid:https://e.org/a\n", "utf-8-sig")
    for _ in range(2):
        assert warehouse.load(sources).returncode == 0
    assert warehouse.rows(COUNTS) == [(1, 1, 0, 0), (1, 0, 1, 0)]
    links.write_text("a,b\n1,2\n")
    done = warehouse.load(sources)
    assert done.returncode == 1 and "identifier_a and identifier_b in the first line" in done.stderr


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ("  lrs: {system: xapy}\n", "write one of bamboohr, caliper"),
        ("  links: {system: identity, path: nowhere.csv}\n", "cannot be read as CSV"),
        ("  lrs: {system: xapi}\n", "write either 'url:'"),
        ("  lrs: {system: xapi, url: u, user_name: a}\n", "did you mean 'username'"),
        (
            "  lrs: {system: xapi, url: u, username: a, password: '${NOT_SET_ANYWHERE}'}\n",
            "NOT_SET_ANYWHERE is not set",
        ),
        ("  lrs: {system: xapi, url: 'https://e.org', username: a}\n", "write password: ${PASSWORD}"),
        ("  lrs: {system: xapi, url: 'https://e.org', username: a, password: s3cret}\n", "only"),
        ("  lrs: {system: xapi, url: 'https://a:s3cret@e.org', username: a, password: '${HOME}'}\n", "credentials"),
        ("  lrs: {system: xapi, url: e.org, username: a, password: '${HOME}'}\n", "is not a web address"),
        ("  lrs: {system: xapi, path: p, version: 2.0}\n", "in quotes"),
        ("  lrs: {system: xapi, path: p, page_size: 0}\n", "from 1 on"),
        ("  lrs: {system: xapi, password: s3cret, path: [}\n", "not readable as YAML in line 2"),
        ("  lrs: {system: xapi, path: p, page_size: many}\n", "write a whole number"),
        ("  lrs: {system: xapi, path: nowhere/}\n", "no file there"),
        ("  - [\n", "not readable as YAML"),
    ],
)
def test_configuration_errors_say_what_to_write(sources: str, said: str, warehouse: Warehouse) -> None:
    done = warehouse.load(sources)
    assert done.returncode != 0 and said in done.stderr and "s3cret" not in done.stderr
    assert "sources.yml" in done.stderr or "nowhere" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
