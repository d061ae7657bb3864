"""What tests share: the data beside the project, a scripted server, a warehouse to load and build."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it fails in CI where it is missing, and skips elsewhere."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{folder}: the real data is not there")
    return folder


class Warehouse:
    """A database of its own, loaded and built by the commands that users type."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "warehouse.duckdb"
        self.env = {
            **os.environ,
            "LEARNING_MARTS_DB": str(self.database),
            "LEARNING_MARTS_RETRY_SECONDS": "0.01",
            "DBT_PROFILES_DIR": str(ROOT),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    def load(self, sources: str, *names: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        config = self.folder / "sources.yml"
        config.write_text("sources:\n" + sources)
        command = [sys.executable, "-m", "loaders", "load", "--config", str(config), *names]
        return subprocess.run(command, cwd=ROOT, env=self.env | (env or {}), capture_output=True, text=True)

    def land(self, statements: Path) -> None:
        done = self.load(f"  files: {{system: xapi, path: '{statements}'}}\n")
        assert done.returncode == 0, done.stderr

    def build(self, *options: str) -> None:
        command = [str(Path(sys.executable).parent / "dbt"), "build", "--quiet", *options]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Start a loopback server on a free port whose GETs `answer` handles; returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None, length: int = -1
) -> None:
    """Answer with a body; a `length` larger than the body breaks the connection in mid-body."""
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body) if length < 0 else length))
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = True
