"""A live learning record store, Ralph, gives the marts that the same statements give from their file.

Ralph shares no library version with us: it lives in .venv-ralph, which `make test` makes from its own lock.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from compiled import compiled
from conftest import ROOT, Warehouse, assert_same_marts, marts

RALPH = ROOT / ".venv-ralph" / "bin" / "ralph"
USER, PASSWORD = "someone", secrets.token_hex(16)
COUNTS = "select received, landed, unchanged, rejected from ops.loads order by load_id"


SOURCES = "  files: {{system: xapi, url: '{url}', username: {user}, password: '${{LRS_PASSWORD}}'}}\n"


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Sources that name a Ralph on loopback, and the file whose statements it serves."""
    if not RALPH.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no .venv-ralph: make it first")
    folder = tmp_path_factory.mktemp("ralph")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {
        **os.environ,
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_LRS_FILE": "statements.jsonl",
        "RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT": "500",
    }
    user = ["auth", "--username", USER, "--password", PASSWORD, "--scope", "statements/read"]
    agent = ["--agent-ifi-mbox", "mailto:someone@example.org", "--write-to-disk"]
    subprocess.run([RALPH, *user, *agent], env=env, cwd=folder, check=True, capture_output=True)
    # The shell stops it when our end of the pipe closes: however these tests end, nothing outlives them.
    guard = ["sh", "-c", '"$@" & read -r _; kill $!; wait $!', "sh"]
    server = [str(RALPH), "runserver", "-b", "fs", "--host", "127.0.0.1", "-p", str(port)]
    log = folder / "log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*guard, *server],
            env=env,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        assert process.stdin
        try:
            _wait(f"http://127.0.0.1:{port}/__lbheartbeat__", log)
            # Under the name that Warehouse.land uses, since source_id is in the marts.
            yield SOURCES.format(url=f"http://127.0.0.1:{port}/xAPI", user=USER), folder / "statements.jsonl"
        finally:
            process.stdin.close()
            try:
                process.wait(10)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)


def _wait(url: str, log: Path) -> None:
    for _ in range(600):
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(url, timeout=10).status_code == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"Ralph does not answer:\n{log.read_text()[-4000:]}")


def test_a_live_store_gives_the_marts_of_the_file(ralph: tuple[str, Path], shared: Path, tmp_path: Path) -> None:
    sources, served = ralph
    recorded = shared / "fun_mooc_video" / "statements.json.gz"
    served.write_bytes(gzip.decompress(recorded.read_bytes()))
    live, filed = Warehouse(tmp_path / "live"), Warehouse(tmp_path / "filed")
    for warehouse in (live, filed):
        warehouse.folder.mkdir()

    refused = live.load(sources, env={"LRS_PASSWORD": "another"})
    assert refused.returncode == 1 and "answered 401" in refused.stderr
    for _ in range(2):
        done = live.load(sources, env={"LRS_PASSWORD": PASSWORD})
        assert done.returncode == 0, done.stderr
    assert live.rows(COUNTS) == [(22000, 22000, 0, 0), (22000, 0, 22000, 0)]
    # It sends no `stored` and promises nothing about what is complete: no cursor, and the log says what that means.
    assert live.rows("select * from ops.cursors") == []
    assert live.rows("select distinct cursor_from, cursor_to, split_part(note, ':', 1) from ops.loads") == [
        (None, None, "no cursor")
    ]

    compiled().build(live.database)
    filed.land(recorded)
    compiled().build(filed.database)
    assert_same_marts(marts(live), marts(filed))
    assert live.rows("select count(*) from core.fct_learning_events") == [(22000,)]


def test_what_comes_late_lands_from_a_live_store_too(ralph: tuple[str, Path], warehouse: Warehouse) -> None:
    sources, served = ralph
    # Ralph answers `since` by the time of the event, not of storing: a cursor would leave out what came late.
    arrivals = [("2026-03-02T10:00:00Z", "2026-03-02T10:00:01Z"), ("2026-03-01T10:00:00Z", "2026-03-02T11:00:00Z")]
    served.write_text("")
    for number, (timestamp, stored) in enumerate(arrivals):
        statement = {"id": f"00000000-0000-4000-8000-{number:012d}", "timestamp": timestamp, "stored": stored}
        with served.open("a") as lines:
            lines.write(json.dumps(statement) + "\n")
        assert warehouse.load(sources, env={"LRS_PASSWORD": PASSWORD}).returncode == 0
    assert warehouse.rows(COUNTS) == [(1, 1, 0, 0), (2, 1, 1, 0)]
