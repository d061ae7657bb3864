"""What tests share: the data beside the project, a scripted server, a warehouse to load and build."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, overload

import duckdb
import pytest

if TYPE_CHECKING:
    from demo.simulator.term import Term

ROOT = Path(__file__).resolve().parents[2]
# What all workers of a test run share: what dbt parsed and compiled. The process that starts them makes it.
SESSION = Path(os.environ.setdefault("LEARNING_MARTS_TEST_SESSION", tempfile.mkdtemp(prefix="learning_marts_tests_")))


# The files that take longest: workers begin with them, so that neither waits for the other at the end.
LONGEST = ("test_project_quality", "test_arrival", "test_truth", "test_arrival_campus", "test_sources", "test_consumer",
           "test_portability", "test_mutants", "test_kill", "test_wheel", "test_loading", "test_figures")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(SESSION, ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data; a test that needs it fails in CI where it is missing, and skips elsewhere."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{folder}: the real data is not there")
    return folder


@pytest.fixture(scope="session")
def oulad(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of published OULAD: two of its seven modules, all of them where LEARNING_MARTS_OULAD is set."""
    if os.environ.get("LEARNING_MARTS_OULAD"):
        return shared / "oulad"
    folder = tmp_path_factory.mktemp("published") / "oulad"
    folder.mkdir()
    for file in (shared / "oulad").glob("*.parquet"):
        is_part = "true" if file.stem == "studentAssessment" else "code_module in ('AAA', 'GGG')"
        duckdb.sql(f"copy (from '{file}' where {is_part}) to '{folder / file.name}'")
    return folder


@pytest.fixture(scope="module")
def term(request: pytest.FixtureRequest) -> Term:
    """The plan of a campus with as many learners as LEARNERS of the test's module says."""
    from demo.simulator.campus import Campus

    return Campus(7, getattr(request.module, "LEARNERS", 40)).term


@overload
def at(ms: int) -> dt.datetime: ...
@overload
def at(ms: int | None) -> dt.datetime | None: ...
def at(ms: int | None) -> dt.datetime | None:
    """A time of the campus (milliseconds since 1970) as a timestamp in UTC, without a zone."""
    return None if ms is None else dt.datetime.fromtimestamp(ms / 1000, dt.UTC).replace(tzinfo=None)


class Warehouse:
    """A database of its own, loaded and built by the commands that users type.

    `project` is the dbt project that builds it: the `package`, or its consumer, the `campus`.
    """

    def __init__(self, folder: Path, project: str = "package") -> None:
        self.folder, self.is_campus = folder, project == "campus"
        self.database = folder / "warehouse.duckdb"
        self.env = {
            **os.environ,
            "LEARNING_MARTS_DB": str(self.database),
            "LEARNING_MARTS_RETRY_SECONDS": "0.01",
            "DBT_PROFILES_DIR": str(self.root_of("campus" if self.is_campus else "learning_marts")),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }

    @staticmethod
    def root_of(package: str) -> Path:
        """Where a dbt project lies."""
        return ROOT / "demo" if package == "campus" else ROOT

    def load_command(self, sources: str, *names: str) -> list[str]:
        """Write sources.yml, and return the command that loads what it names."""
        config = self.folder / "sources.yml"
        config.write_text("sources:\n" + sources)
        return [sys.executable, "-m", "loaders", "load", "--config", str(config), *names]

    def build_command(self, *options: str) -> list[str]:
        """Without the unit tests, which say the same of every warehouse: test_project_quality.py runs them."""
        command = [str(Path(sys.executable).parent / "dbt"), "build", "--quiet", *options]
        return [*command, "--exclude-resource-type", "unit_test"]

    def load(self, sources: str, *names: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = self.load_command(sources, *names)
        return subprocess.run(command, cwd=ROOT, env=self.env | (env or {}), capture_output=True, text=True)

    def land(self, statements: Path) -> None:
        done = self.load(f"  files: {{system: xapi, path: '{statements}'}}\n")
        assert done.returncode == 0, done.stderr

    def build(self, *options: str, systems: str = "") -> None:
        """Build the models of the `systems`: of those that were loaded, where none are named."""
        logged = self.rows("from duckdb_tables() where schema_name = 'ops' and table_name = 'loads'")
        loaded = self.rows("select distinct system from ops.loads order by 1") if logged else []
        named = systems or ",".join(str(system) for (system,) in loaded) or "all"
        done = self.dbt(named, *self.build_command(*options))
        assert done.returncode == 0, done.stdout + done.stderr

    def dbt(self, systems: str, *command: str) -> subprocess.CompletedProcess[str]:
        """Run dbt in a folder that shows the project, on what it parsed for another warehouse of the same settings.

        A database that another path names makes dbt parse all anew, most of the time that a small build takes: seen
        from that folder, each warehouse has the same path.
        """
        project, target = self.project(), self.folder / "target"
        target.mkdir(exist_ok=True)
        variables = command[command.index("--vars") + 1] if "--vars" in command else ""
        settings = hashlib.sha1(repr((systems, self.is_campus, variables)).encode()).hexdigest()
        parsed, own = SESSION / f"parsed_{settings}.msgpack", target / "partial_parse.msgpack"
        if parsed.exists() and not own.exists():
            shutil.copy(parsed, own)
        env = {
            **self.env,
            "LEARNING_MARTS_SYSTEMS": systems,
            "LEARNING_MARTS_DB": f"../{self.database.name}",
            "DBT_PROFILES_DIR": str(project),
        }
        done = subprocess.run(command, cwd=project, env=env, capture_output=True, text=True)
        if own.exists() and not parsed.exists():
            # Another worker may do the same.
            whole = SESSION / f"{settings}_{os.getpid()}"
            shutil.copy(own, whole)
            whole.replace(parsed)
        return done

    def project(self) -> Path:
        """A folder that shows the dbt project, with the package installed where the project uses it."""
        folder = self.folder / "project"
        if not folder.exists():
            folder.mkdir()
            parts = ("seeds", "dbt_project.yml", "profiles.yml")
            parts += ("packages.yml",) if self.is_campus else ("models", "macros", "tests")
            for part in parts:
                (folder / part).symlink_to(self.root_of("campus" if self.is_campus else "learning_marts") / part)
            if self.is_campus:
                (folder / "dbt_packages").mkdir()
                (folder / "dbt_packages" / "learning_marts").symlink_to(ROOT)
        return folder

    def arrive(self, loads: Iterable[list[str]]) -> None:
        """Land each load (JSON texts) from a file of its own, with a build after each.

        The first build loads the seeds, which no load changes, and the last one runs the data tests.
        """
        every = list(loads)
        for number, texts in enumerate(every, start=1):
            file = self.folder / f"load_{number}.ndjson"
            file.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
            self.land(file)
            left_out = (["seed"] if number > 1 else []) + (["test"] if number < len(every) else [])
            self.build(*(word for kind in left_out for word in ("--exclude-resource-type", kind)))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


Marts = dict[str, list[tuple[object, ...]]]

# The schemas that people query.
MARTS = ("core", "engagement", "outcomes", "content", "organization")
# What says when a row came or was built, not what it says: loads in another order give it other values.
BOOKKEEPING = ("change_id", "load_id", "extracted_at")


def marts(warehouse: Warehouse) -> Marts:
    """Every table and view that people query, whole and sorted, comparable between warehouses.

    A token is random: the least identifier of its person stands for it. A token without a person stays as it is,
    so that it differs.
    """
    columns = warehouse.rows(f"""
        select table_schema || '.' || table_name, list(column_name order by ordinal_position)
        from information_schema.columns
        where table_schema in {MARTS} and column_name not in {BOOKKEEPING}
        group by 1 order by 1
    """)
    people = "select min(identifier) from pii.learner_vault as v where v.learner_id = m"
    read = {name: f"coalesce(({people}.{name}), {name}) as {name}" for name in ("learner_id", "manager_id")}
    found: Marts = {}
    for table, names in columns:
        assert isinstance(names, list)
        chosen = ", ".join(read.get(name, f'm."{name}"') for name in names)
        found[str(table)] = warehouse.rows(f"select {chosen} from {table} as m order by all")
    return found


def assert_same_marts(found: Marts, expected: Marts) -> None:
    """Fail with the tables that differ and the first rows that only one side has."""
    assert list(found) == list(expected)
    assert any(expected.values()), "empty marts prove nothing"
    faults = []
    for table, rows in expected.items():
        lost, new = Counter(map(repr, rows)), Counter(map(repr, found[table]))
        if lost != new:
            lost, new = lost - new, new - lost
            faults.append(f"{table}: {lost.total()} of {len(rows)} rows are missing, {new.total()} are new")
            faults += [f"  - {row}" for row in sorted(lost)[:3]] + [f"  + {row}" for row in sorted(new)[:3]]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


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
