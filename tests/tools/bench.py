"""`make bench`: what a large load and its builds cost, as ratios to the least that this machine could do.

Nothing passes or fails here: the aims stand beside the figures. Every step runs in a process of its own. What ratios
are to is the best of a few times: a busy machine makes none look better than it is.
"""

from __future__ import annotations

import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeVar

import click
import duckdb
import requests
from large_campus import PAGE, SPAWN, generate, serving

ROOT = Path(__file__).resolve().parents[2]
DBT = str(Path(sys.executable).with_name("dbt"))
PARTS = ("pages", "file", "build", "increment")
# Statements, bytes, ids and people of a file. Who is known by an address and by its hash is one person.
SUMMARY = """
select count(*), sum(strlen(line) + 1), count(distinct lower(known[1])), count(distinct coalesce(lower(known[2]),
    sha1(split_part(known[3], '@', 1) || '@' || lower(split_part(known[3], '@', 2))), known[4],
    case when known[5] like 'stu-%' then known[5] end))
from (
    select line, json_extract_string(line, ['$.id', '$.actor.mbox_sha1sum', '$.actor.mbox', '$.actor.openid',
        '$.actor.account.name']) as known
    from read_csv(?, columns = {'line': 'varchar'}, delim = '\x01', quote = '', escape = '', header = false,
        auto_detect = false, parallel = false)
)
"""
COLUMN = "create table landed as select json from read_ndjson_objects(?)"
FLOOR = "select count(*) from raw_xapi.statements where json_valid(cast(payload as varchar))"
T = TypeVar("T")


class Figure(NamedTuple):
    """A line of the final table."""

    name: str
    value: str
    ratio: str = ""
    aim: str = ""


class Run(NamedTuple):
    """A command that ended well: its seconds and the most memory, in MB, that it held."""

    seconds: float
    memory: float


def run(folder: Path, *command: str) -> Run:
    """Run a command of the project on the warehouse in `folder`. Exits with its output where it fails."""
    env = {
        "LEARNING_MARTS_SYSTEMS": "xapi",
        "LEARNING_MARTS_DB": str(folder / "warehouse.duckdb"),
        "DBT_PROFILES_DIR": str(ROOT),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "BENCH_PASSWORD": "of no use",
    }
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        child = subprocess.Popen(command, cwd=ROOT, env=os.environ | env, stdout=output, stderr=subprocess.STDOUT)
        # It reports this one child, where getrusage reports the largest so far.
        _, status, usage = os.wait4(child.pid, 0)
        seconds, child.returncode = time.perf_counter() - begun, os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            sys.exit(f"{' '.join(command)}\n{output.read().decode()}")
    return Run(seconds, usage.ru_maxrss / 1024)


def apart(work: Callable[..., T], *values: object) -> T:
    """Call `work` in a new process: a command's peak memory starts from that of the bench, which has to stay small."""
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
        return pool.submit(work, *values).result()


def query(database: Path, sql: str, *values: str) -> tuple[float, tuple[int, ...]]:
    """The seconds and the first row of a query, in a database that is there or else is made."""
    with duckdb.connect(str(database), read_only=database.exists()) as connection:
        connection.execute("set enable_progress_bar = false")
        begun = time.perf_counter()
        row = connection.execute(sql, list(values)).fetchone()
    assert row is not None
    return time.perf_counter() - begun, row


def download(address: str, count: int, folder: Path) -> float:
    """Get the pages and write each to a file; return the seconds, without those of the imports."""
    folder.mkdir()
    begun = time.perf_counter()
    with requests.Session() as session:
        for page in range(count):
            body = session.get(f"{address}/{count}/statements?page={page}", timeout=60).content
            (folder / f"{page}.json").write_bytes(body)
    seconds = time.perf_counter() - begun
    shutil.rmtree(folder)
    return seconds


def load(folder: Path, settings: str) -> Run:
    """`python -m loaders load` of one source, into the warehouse of `folder`."""
    (folder / "sources.yml").write_text(f"sources:\n  bench: {{system: xapi, {settings}}}\n")
    return run(folder, sys.executable, "-m", "loaders", "load", "--config", str(folder / "sources.yml"))


def build(folder: Path) -> tuple[Run, float, list[Figure]]:
    """`dbt run`; the seconds that it reports itself; the models that took longest."""
    done = run(folder, DBT, "--quiet", "run")
    report = json.loads((folder / "target" / "run_results.json").read_text())
    models = sorted(((result["execution_time"], result["unique_id"]) for result in report["results"]), reverse=True)
    slowest = [Figure(f"    {name.split('.')[-1]}", f"{seconds:.2f} s") for seconds, name in models[:8]]
    return done, report["elapsed_time"], slowest


def measure_pages(folder: Path, statements: int) -> Iterator[Figure]:
    """Pages of a record store over the loopback interface: saved as they are, and loaded."""
    count = max(statements // PAGE, 4)
    loads = []
    with serving(folder, count) as address:
        bare = min(apart(download, address, count, folder / "downloaded") for _ in range(2))
        for share in (count, count // 4):
            target = folder / f"landed_{share}"
            target.mkdir()
            lrs = f"url: '{address}/{share}', username: bench, password: '${{BENCH_PASSWORD}}'"
            loads.append(load(target, lrs))
            shutil.rmtree(target)
    full, quarter = loads
    yield Figure(f"download of {count:,} pages of {PAGE}, each to a file", f"{bare:.1f} s")
    yield Figure("load of the same pages", f"{full.seconds:.1f} s", f"{full.seconds / bare:.2f} x", "at most 3 x")
    yield Figure("  peak memory, a quarter of the pages", f"{quarter.memory:,.0f} MB")
    yield Figure("  peak memory", f"{full.memory:,.0f} MB", f"{full.memory / quarter.memory:.2f} x", "flat")


def measure_file(folder: Path) -> Iterator[Figure]:
    """The load of all statements from a file, against DuckDB reading it into a table of one JSON column."""
    floor = apart(query, folder / "floor.duckdb", COLUMN, str(folder / "statements.ndjson"))[0]
    done = load(folder, f"path: '{folder}/statements.ndjson'")
    yield Figure("NDJSON file into a JSON column", f"{floor:.1f} s")
    yield Figure("load of the same file", f"{done.seconds:.1f} s", f"{done.seconds / floor:.2f} x")
    yield Figure("  peak memory", f"{done.memory:,.0f} MB")


def measure_builds(folder: Path, with_increment: bool) -> Iterator[Figure]:
    """A full build against one parse of all that landed; a build without news; a build of a day's statements."""
    run(folder, DBT, "--quiet", "seed")
    full, elapsed, slowest = build(folder)
    floor = min(apart(query, folder / "warehouse.duckdb", FLOOR)[0] for _ in range(3))
    yield Figure("json_valid over the landed statements", f"{floor:.2f} s")
    yield Figure("dbt run, all", f"{full.seconds:.1f} s", f"{full.seconds / floor:.1f} x", "at most 40 x")
    yield Figure("  dbt's own elapsed time", f"{elapsed:.1f} s", f"{elapsed / floor:.1f} x")
    yield Figure("  peak memory", f"{full.memory:,.0f} MB", "", "under 4,000 MB")
    yield from slowest
    if not with_increment:
        return
    start = run(folder, DBT, "--quiet", "run", "--select", "path:nothing").seconds
    idle, _, _ = build(folder)
    landing = load(folder, f"path: '{folder}/increment.ndjson'")
    news, _, slowest = build(folder)
    whole = full.seconds - start
    yield Figure("dbt's start-up (a run that selects nothing)", f"{start:.1f} s")
    yield Figure("dbt run, all, without start-up", f"{whole:.1f} s")
    for name, done, aim in (("dbt run, no news", idle, ""), ("dbt run, increment", news, "at most 5 %")):
        seconds = done.seconds - start
        yield Figure(name, f"{done.seconds:.1f} s")
        yield Figure("  without start-up", f"{seconds:.1f} s", f"{100 * seconds / whole:.1f} %", aim)
    yield Figure("  load of the increment", f"{landing.seconds:.1f} s")
    yield from slowest


def measure(
    folder: Path, statements: int, pages: int, increment: int, active: int, skip: tuple[str, ...]
) -> Iterator[Figure]:
    """All parts but those to skip."""
    copies, seconds = apart(generate, folder, statements, increment, active)
    one, every, day = (
        apart(query, folder / f"{name}.duckdb", SUMMARY, str(folder / f"{name}.ndjson"))[1]
        for name in ("one", "statements", "increment")
    )
    # Equal where no id and no person is shared by two copies.
    assert [n * copies for n in (one[0], *one[2:])] == [every[0], *every[2:]], (copies, one, every)
    yield Figure("statements generated", f"{every[0]:,}")
    yield Figure("  their size", f"{every[1] / 1e6:,.0f} MB")
    yield Figure("  people", f"{every[3]:,}")
    yield Figure("  written in", f"{seconds:.1f} s")
    yield Figure("statements of the increment", f"{day[0]:,}", f"{100 * day[0] / every[0]:.1f} %")
    yield Figure("  their people", f"{day[3]:,}", f"{100 * day[3] / every[3]:.1f} %")
    if "pages" not in skip:
        yield from measure_pages(folder, min(pages, every[0]))
    if {"file", "build"} - set(skip):
        yield from measure_file(folder)
    if "build" not in skip:
        yield from measure_builds(folder, "increment" not in skip)


def machine() -> str:
    """What this runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    tools = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "dbt-core", "dbt-duckdb"))
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Python {sys.version.split()[0]}, {tools}"


@click.command(help=__doc__)
@click.option("--statements", default=1_000_000, show_default=True, help="At least, in whole copies of a campus.")
@click.option("--pages-statements", default=1_000_000, show_default=True, help="Statements that come in pages.")
@click.option("--increment", default=10_000, show_default=True, help="Statements that come after the full build.")
@click.option("--active", default=2048, help="Of how many copies' people those are; all where there are fewer.")
@click.option("--folder", type=click.Path(path_type=Path), help="A new folder to work in, which stays.")
@click.option("--skip", multiple=True, type=click.Choice(PARTS))
def main(
    statements: int, pages_statements: int, increment: int, active: int, folder: Path | None, skip: tuple[str, ...]
) -> None:
    """Print each figure when it is known, then all of them as a table."""
    click.echo(machine())
    figures = [Figure("figure", "value", "ratio", "aim")]
    with tempfile.TemporaryDirectory(prefix="learning_marts_bench_") as temporary:
        work = folder or Path(temporary) / "work"
        work.mkdir(parents=True)
        for figure in measure(work.resolve(), statements, pages_statements, increment, active, skip):
            click.echo("  ".join(filter(None, figure)), err=True)
            figures.append(figure)
    widths = [max(map(len, column)) for column in zip(*figures, strict=True)]
    for name, value, ratio, aim in figures:
        click.echo(f"{name:{widths[0]}}  {value:>{widths[1]}}  {ratio:>{widths[2]}}  {aim}".rstrip())


if __name__ == "__main__":
    main()
